package dev.beamflink.translation.runtime.options;

import java.io.Serializable;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline's options as they travel: text until user code needs them. Made by the client, part
 * of what operators and sources are shipped with, never of state.
 *
 * <p>The JobManager deserialises all of a job's operators, in threads that it keeps for the next
 * jobs. Reading options there would leave buffers of the job's JSON library with each of these
 * threads, and so the job's class loader, long after the job. {@link SerializablePipelineOptions}
 * does read them at once.
 */
public final class DeferredOptions implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String json;
  private transient @Nullable PipelineOptions options;

  DeferredOptions(String json) {
    this.json = json;
  }

  /** Writes options down, and gives them to Beam's {@code FileSystems}. */
  public static DeferredOptions of(PipelineOptions options) {
    return new DeferredOptions(new SerializablePipelineOptions(options).toString());
  }

  /**
   * Returns the options, the same each time. The first call reads them and gives them to Beam's
   * {@code FileSystems}. For threads that end with the job only: task threads and, in the
   * JobManager, the workers of coordinators.
   */
  public synchronized PipelineOptions get() {
    if (options == null) {
      options = new SerializablePipelineOptions(json).get();
    }
    return options;
  }
}
