package dev.beamflink.translation.runtime.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.DoFn.BundleFinalizer;
import org.joda.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Callbacks that user code registers to run once a bundle's results are durable: with checkpoints
 * when the first one after the bundle completes, without when the bundle's outputs are flushed.
 *
 * <p>Best effort, as Beam specifies: a callback that has expired or throws is dropped with a log
 * line, and none survives a restart.
 */
final class BundleFinalizers implements BundleFinalizer {

  private static final Logger LOG = LoggerFactory.getLogger(BundleFinalizers.class);

  private record Entry(Instant expiry, Callback callback) {}

  private final boolean checkpointing;
  private List<Entry> current = new ArrayList<>();
  private final NavigableMap<Long, List<Entry>> byCheckpoint = new TreeMap<>();

  BundleFinalizers(boolean checkpointing) {
    this.checkpointing = checkpointing;
  }

  @Override
  public void afterBundleCommit(Instant callbackExpiry, Callback callback) {
    current.add(new Entry(callbackExpiry, callback));
  }

  /** The open bundle has ended and its outputs are out. */
  void bundleFinished(Instant now) {
    if (!checkpointing && !current.isEmpty()) {
      run(current, now);
      current = new ArrayList<>();
    }
  }

  /** What was registered so far belongs to this checkpoint. */
  void snapshot(long checkpointId) {
    if (!current.isEmpty()) {
      byCheckpoint.put(checkpointId, current);
      current = new ArrayList<>();
    }
  }

  /** The checkpoint, and with it every earlier one, is durable. */
  void checkpointCompleted(long checkpointId, Instant now) {
    NavigableMap<Long, List<Entry>> durable = byCheckpoint.headMap(checkpointId, true);
    durable.values().forEach(entries -> run(entries, now));
    durable.clear();
  }

  private static void run(List<Entry> entries, Instant now) {
    for (Entry entry : entries) {
      if (entry.expiry().isBefore(now)) {
        LOG.warn("A bundle finalizer expired at {} before its bundle was durable", entry.expiry());
        continue;
      }
      try {
        entry.callback().onBundleSuccess();
      } catch (Exception e) {
        LOG.warn("A bundle finalizer failed; its bundle stands", e);
      }
    }
  }
}
