package dev.beamflink.translation.runtime.spill;

import java.io.File;
import java.io.IOException;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The spill files of one operator, written one after the other. User code may keep values that are
 * in them as long as it likes, so a file is deleted when nobody can read it any more, which the
 * garbage collector knows; and at the latest when the operator closes.
 *
 * <p>Task thread only; has no thread of its own.
 */
public final class SpillFiles implements AutoCloseable {

  private static final class Tracked extends PhantomReference<SpillFile> {
    private final File path;

    Tracked(SpillFile file, ReferenceQueue<SpillFile> queue) {
      super(file, queue);
      this.path = file.path();
    }
  }

  private final Supplier<File> paths;
  private final ReferenceQueue<SpillFile> unreachable = new ReferenceQueue<>();
  private final Set<Tracked> files = new HashSet<>();
  private @Nullable SpillFile current;

  /**
   * @param paths of new files, each another
   */
  public SpillFiles(Supplier<File> paths) {
    this.paths = paths;
  }

  /** The file that is being written; a new one if that was finished. */
  public SpillFile current() throws IOException {
    SpillFile file = current;
    if (file == null) {
      deleteUnreachable();
      file = new SpillFile(paths.get());
      current = file;
      files.add(new Tracked(file, unreachable));
    }
    return file;
  }

  /** The current file is complete; what comes next goes to another. */
  public void finishCurrent() throws IOException {
    if (current != null) {
      current.seal();
      current = null;
    }
  }

  /** Deletes files that nobody can read any more. */
  public void deleteUnreachable() throws IOException {
    @Nullable Reference<? extends SpillFile> dead = unreachable.poll();
    while (dead != null) {
      delete((Tracked) dead);
      dead = unreachable.poll();
    }
  }

  private void delete(Tracked file) throws IOException {
    files.remove(file);
    Files.deleteIfExists(file.path.toPath());
  }

  @Override
  public void close() throws IOException {
    try {
      finishCurrent();
    } finally {
      for (Tracked file : Set.copyOf(files)) {
        delete(file);
      }
    }
  }
}
