package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.spill.SpillFiles;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.flink.runtime.io.disk.iomanager.IOManager;
import org.jspecify.annotations.Nullable;

/**
 * What user code keeps of bags that are too large for memory, in one operator: it can be iterated
 * until the operator closes, whatever becomes of the bags. See {@link ChunkReadings}.
 *
 * <p>Made with the operator, which says when a snapshot is taken and when it closes; task thread
 * only.
 */
public final class KeptValues implements AutoCloseable {

  private final SpillFiles files;
  private final Reachability reachability;
  private final List<ChunkReadings<?>> readings = new ArrayList<>();

  /**
   * @param disk where files go that are needed
   */
  public KeptValues(IOManager disk) {
    this(() -> disk.createChannel().getPathFile(), Reachability.WEAK);
  }

  /**
   * @param paths of new files, each another
   */
  KeptValues(Supplier<File> paths, Reachability reachability) {
    this.files = new SpillFiles(paths);
    this.reachability = reachability;
  }

  <T extends @Nullable Object> ChunkReadings<T> of(ChunkStore<T> store, ValueCodec<T> codec) {
    ChunkReadings<T> added = new ChunkReadings<>(store, codec, files, reachability);
    readings.add(added);
    return added;
  }

  /**
   * Takes what cleared bags have left behind out of the backend. Called ahead of each snapshot,
   * when the bundles have ended, those of chained operators too.
   */
  public void beforeSnapshot() throws IOException {
    readings.forEach(ChunkReadings::settle);
    files.deleteUnreachable();
  }

  /** To be called before the backend is closed. */
  @Override
  public void close() throws IOException {
    readings.forEach(ChunkReadings::close);
    files.close();
  }
}
