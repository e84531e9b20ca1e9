package dev.beamflink.translation.runtime.stage;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.util.function.Supplier;
import org.apache.beam.runners.core.SideInputReader;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn.BundleFinalizer;

/** What a stage asks of the operator that runs it. Used in the task's thread. */
public interface StageServices {

  /** The pipeline's options. */
  PipelineOptions options();

  /** Where elements of the stage's output at {@code index} go. */
  Receiver output(int index);

  /**
   * Reads the side inputs of a transform. Valid from the first element on.
   *
   * @param transformName full name of the transform: tags of views are unique in one only, as
   *     transforms may come from different SDK processes
   */
  SideInputReader sideInputs(String transformName);

  /** Grows whenever what has been read of any side input may be of no use any more. */
  long sideInputsVersion();

  /**
   * State of the current key for the root transform.
   *
   * @throws IllegalStateException when the stage is not keyed
   */
  StateInternals state();

  /**
   * Timers of the current key for the root transform.
   *
   * @throws IllegalStateException when the stage is not keyed
   */
  TimerInternals timers();

  /**
   * Makes another key the current one during an action.
   *
   * @param key encoded as the operator encodes the keys of its input
   * @throws IllegalStateException when the stage is not keyed
   */
  <T> T withKey(EncodedKey key, Supplier<T> action);

  /**
   * Tells the operator that state and timers of the current key take more memory than before.
   *
   * @param bytes about how many more; what is cleared is not told
   * @throws IllegalStateException when the stage is not keyed
   */
  void stateGrew(long bytes);

  /** Takes callbacks to run once the bundle's results are durable. */
  BundleFinalizer bundleFinalizer();

  /** The metrics of a transform, by its full name. */
  MetricsContainer metrics(String transformName);
}
