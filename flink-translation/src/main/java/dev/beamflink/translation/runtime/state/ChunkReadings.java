package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.spill.SpillFiles;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a state's bags in chunks, and what becomes of it when a bag is cleared. Nearly
 * always nobody uses it any more then, but only the garbage collector knows, and later. So the
 * chunks of a cleared bag stay in the backend until it has found that out: this costs nothing. They
 * must go, though, ahead of a snapshot, which they don't belong to, and before the same bag gets
 * chunks again, which have the same numbers. What may still be in use then is copied to a file.
 *
 * <p>Task thread only.
 */
final class ChunkReadings<T extends @Nullable Object> {

  private record Reading<T extends @Nullable Object>(
      BagPlace place, Reference<ChunkedValues<T>> values) {}

  private final ChunkStore<T> store;
  private final ValueCodec<T> codec;
  private final SpillFiles files;
  private final Reachability reachability;

  /** What may be in use: of bags that are there, and of cleared ones whose chunks are. */
  private final List<Reading<T>> readings = new ArrayList<>();

  /** The number of chunks that cleared bags have left behind. */
  private final Map<BagPlace, Integer> leftBehind = new HashMap<>();

  ChunkReadings(
      ChunkStore<T> store, ValueCodec<T> codec, SpillFiles files, Reachability reachability) {
    this.store = store;
    this.codec = codec;
    this.files = files;
    this.reachability = reachability;
  }

  /**
   * The values of a bag as it is now.
   *
   * @param last the values behind those of the chunks
   */
  ChunkedValues<T> read(BagPlace place, int chunks, List<T> last) {
    removeUnreachable();
    ChunkedValues<T> values =
        new ChunkedValues<>(
            chunks, number -> new BagCell.Values<>(store.read(place, number), 0, codec), last);
    readings.add(new Reading<>(place, reachability.of(values)));
    return values;
  }

  /** The bag is cleared: its chunks are not part of it any more. */
  void cleared(BagPlace place, int chunks) {
    leftBehind.put(place, chunks);
    removeUnreachable();
  }

  /** Removes what cleared bags have left behind and nobody can reach. */
  private void removeUnreachable() {
    readings.removeIf(reading -> reading.values.get() == null);
    if (!leftBehind.isEmpty()) {
      Set<BagPlace> unused = new HashSet<>(leftBehind.keySet());
      readings.forEach(reading -> unused.remove(reading.place));
      unused.forEach(this::settle);
    }
  }

  /** Nothing that cleared bags have left behind is in the backend after this. */
  void settle() {
    removeUnreachable();
    List.copyOf(leftBehind.keySet()).forEach(this::settle);
  }

  /** Nothing that this bag, if it was cleared, has left behind is in the backend after this. */
  void settle(BagPlace place) {
    Integer chunks = leftBehind.remove(place);
    if (chunks == null) {
      return;
    }
    List<ChunkedValues<T>> inUse = takeReadings(place);
    if (!inUse.isEmpty()) {
      int most = inUse.stream().mapToInt(ChunkedValues::chunks).max().orElseThrow();
      SpilledChunks<T> copy =
          SpilledChunks.copy(most, number -> store.read(place, number), codec, files);
      inUse.forEach(values -> values.readFrom(copy));
    }
    store.remove(place, chunks);
  }

  private List<ChunkedValues<T>> takeReadings(BagPlace place) {
    List<ChunkedValues<T>> taken = new ArrayList<>();
    readings.removeIf(
        reading -> {
          ChunkedValues<T> values = reading.values.get();
          if (values != null && reading.place.equals(place)) {
            taken.add(values);
          }
          return values == null || reading.place.equals(place);
        });
    return taken;
  }

  /** The backend is about to be closed. */
  void close() {
    ChunkedValues.Source<T> closed =
        number -> {
          throw new IllegalStateException(
              codec.owner()
                  + " is closed, as the task has ended, so the values that were read of it can't"
                  + " be iterated any more. Copy what is needed later.");
        };
    readings.stream()
        .map(reading -> reading.values.get())
        .filter(Objects::nonNull)
        .forEach(values -> values.readFrom(closed));
  }
}
