package dev.beamflink.translation.runtime.round;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.SampledSize;
import dev.beamflink.translation.runtime.timer.BatchTimerStore;
import dev.beamflink.translation.runtime.timer.TimerDriver;
import dev.beamflink.translation.runtime.timer.TimerHandler;
import dev.beamflink.translation.runtime.timer.TimerRanking;
import dev.beamflink.translation.runtime.timer.TimerStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a stage in BATCH whose user code takes effect on state and timers when its bundle
 * ends: keeps state and timers of many keys at once, so that these can share bundles. Flink keeps
 * those of one key alone.
 *
 * <pre>
 *   elements of keys   a a a b c c d d d d ...    any number of bundles
 *   timers of          a b c                      a bundle: the next one of each key
 *                      a   c                      a bundle: those after them
 * </pre>
 *
 * <p>Elements come key by key. Keys that have had their last one wait, until there are so many that
 * the round is full. Then their timers fire, in waves: a wave has the next timer of each key, and
 * its bundle ends before the next wave, so a timer sees what those before it have done to its key,
 * and those that they have set take their place. Nothing is left of a key without timers. A key
 * that is larger than a round stays, with what it keeps, until its last element has come.
 *
 * <p>A round is full when as many keys wait as a bundle may have elements, or when the keys take
 * {@value #MAX_BYTES} bytes together. That what a bundle writes to state is known at its end only,
 * so bundles end as well when their elements have that size.
 *
 * <p>Made when the operator opens; task thread only.
 */
public final class KeyRounds implements TimerDriver, KeyContext {

  private static final long MAX_BYTES = 16 << 20; // 16 MiB

  private final long maxKeys;
  private final TimerHandler handler;
  private final SampledSize sizes;
  private final StateInternals state = new RoundState(this::current);
  private final BatchTimerStore timers;
  private final Map<EncodedKey, RoundKey> keys = new LinkedHashMap<>();

  private @Nullable RoundKey incomplete; // whose elements come
  private @Nullable EncodedKey currentKey;
  private @Nullable RoundKey current; // null if the current key has none
  private long bytes; // of the keys
  private long bundleBytes; // of the elements in the open bundle, about

  /**
   * Keeps no key yet.
   *
   * @param maxKeys that may wait
   * @param valueCoder of the elements, without their keys
   */
  public KeyRounds(
      long maxKeys,
      Coder<Object> valueCoder,
      TimerRanking ranking,
      TimerHandler handler,
      ProcessingTimeService clock) {
    this.maxKeys = maxKeys;
    this.handler = handler;
    this.sizes = new SampledSize(valueCoder);
    this.timers =
        new BatchTimerStore(
            ranking, handler, clock, () -> current().timers(), this::hasProcessingTime);
  }

  /** State of the current key. */
  public StateInternals state() {
    return state;
  }

  @Override
  public TimerStore store() {
    return timers;
  }

  @Override
  public @Nullable Object getCurrentKey() {
    return currentKey;
  }

  @Override
  public void setCurrentKey(Object key) {
    currentKey = (EncodedKey) key;
    current = keys.get(currentKey);
  }

  private boolean hasProcessingTime() {
    return keys.values().stream().anyMatch(key -> key.timers().hasProcessingTime());
  }

  private RoundKey current() {
    if (current == null) {
      throw new IllegalStateException(
          "State or timers of a key are asked for that has neither an element nor a timer in the"
              + " open bundle");
    }
    return current;
  }

  @Override
  public void beforeElementOf(EncodedKey key) throws Exception {
    if (incomplete == null || !incomplete.key().equals(key)) {
      incomplete = null;
      finishIfFull();
      incomplete = new RoundKey(key);
      keys.put(key, incomplete);
      bytes += incomplete.bytes();
    } else {
      finishIfFull();
    }
    makeCurrent(incomplete);
  }

  /** An element of the current key is about to be processed. */
  public void elementIs(WindowedValue<Object> element) throws IOException {
    if (bundleBytes >= MAX_BYTES) {
      handler.awaitEffects();
    }
    int weight = sizes.weightOfNext();
    if (weight > 0) {
      long size = sizes.of(element.getValue());
      sizes.measured(size);
      bundleBytes += size * weight;
    }
  }

  @Override
  public void bundleEnded() {
    bundleBytes = 0;
  }

  /** State or timers of the current key take more than before. */
  public void grew(long more) {
    current().grow(more);
    bytes += more;
  }

  /** The only watermark of BATCH is the last one, after the last element. */
  @Override
  public void advanceWatermark(long flinkWatermark) throws Exception {
    if (flinkWatermark == Long.MAX_VALUE) {
      endInput();
    }
  }

  @Override
  public void endInput() throws Exception {
    incomplete = null;
    finishComplete();
  }

  private void finishIfFull() throws Exception {
    int waiting = keys.size() - (incomplete == null ? 0 : 1);
    if (waiting >= maxKeys || (waiting > 0 && bytes >= MAX_BYTES)) {
      finishComplete();
    }
  }

  /** Fires the timers of all keys but the incomplete one, and forgets them. */
  private void finishComplete() throws Exception {
    handler.awaitEffects();
    List<RoundKey> wave = new ArrayList<>(keys.values());
    wave.remove(incomplete);
    wave.forEach(key -> key.timers().letTimePass());
    while (!wave.isEmpty()) {
      List<RoundKey> next = new ArrayList<>();
      for (RoundKey key : wave) {
        makeCurrent(key);
        if (fireNext(key)) {
          next.add(key);
        } else {
          bytes -= key.bytes();
          keys.remove(key.key());
        }
      }
      handler.awaitEffects();
      wave = next;
    }
  }

  /** Fires timers of a key up to one that takes effect later. Whether there was such a one. */
  private boolean fireNext(RoundKey key) throws Exception {
    boolean fired;
    do {
      fired = timers.fireNext();
    } while (fired && !handler.mayTakeEffectOn(key.key()));
    return fired;
  }

  private void makeCurrent(RoundKey key) {
    currentKey = key.key();
    current = key;
  }
}
