package dev.beamflink.translation.runtime.splittable;

import dev.beamflink.translation.runtime.stage.RestrictedElement;
import dev.beamflink.translation.runtime.stage.SplittableRoot.Residual;
import dev.beamflink.translation.runtime.watermark.HoldTracker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All restrictions of a subtask that are still to be processed: those that are ready, first come
 * first, and those that wait for their time. Each holds the output watermark from its arrival until
 * it is done; one that is being processed, too.
 */
public final class PendingRestrictions {

  /** The resume time of no restriction. */
  public static final long NEVER = Long.MAX_VALUE;

  /**
   * A restriction that another subtask may get.
   *
   * @param id names it, until it is given or taken back
   */
  public record Offer(long id, PendingRestriction restriction) {}

  private final HoldTracker holds;
  private final HoldTracker elementTimestamps = new HoldTracker();
  private final Deque<PendingRestriction> ready = new ArrayDeque<>();
  private final PriorityQueue<PendingRestriction> waiting =
      new PriorityQueue<>(Comparator.comparingLong(PendingRestriction::resumeMillis));
  private final Map<Long, PendingRestriction> offered = new LinkedHashMap<>();
  private long nextOfferId;

  /**
   * @param holds take the restrictions' holds
   */
  public PendingRestrictions(HoldTracker holds) {
    this.holds = holds;
  }

  /** Takes a restriction that has just come. */
  public void arrive(RestrictedElement part) {
    add(PendingRestriction.arrived(part));
  }

  /** Takes back what a checkpoint held. */
  public void restore(List<PendingRestriction> restored) {
    restored.forEach(this::add);
  }

  private void add(PendingRestriction pending) {
    hold(pending);
    if (pending.resumeMillis() == Long.MIN_VALUE) {
      ready.add(pending);
    } else {
      waiting.add(pending);
    }
  }

  private void hold(PendingRestriction pending) {
    holds.add(pending.holdMillis());
    elementTimestamps.add(timestamp(pending));
  }

  /** Makes those ready whose time has come. */
  public void wake(long nowMillis) {
    for (PendingRestriction first = waiting.peek();
        first != null && first.resumeMillis() <= nowMillis;
        first = waiting.peek()) {
      ready.add(waiting.remove());
    }
  }

  /** How many are ready. */
  public int ready() {
    return ready.size();
  }

  public boolean isEmpty() {
    return ready.isEmpty() && waiting.isEmpty() && offered.isEmpty();
  }

  /** When the first of those that wait is to be processed, {@link #NEVER} if none waits. */
  public long nextResumeMillis() {
    PendingRestriction first = waiting.peek();
    return first == null ? NEVER : first.resumeMillis();
  }

  /**
   * Takes the next that is ready out, to be processed; its hold stays until {@link #processed}.
   *
   * @throws java.util.NoSuchElementException when none is ready
   */
  public PendingRestriction next() {
    return ready.remove();
  }

  /** Ends a restriction's turn: what it has left takes its place, behind the others. */
  public void processed(PendingRestriction done, List<Residual> left, long nowMillis) {
    left.forEach(residual -> add(PendingRestriction.left(residual, nowMillis)));
    remove(done);
  }

  private void remove(PendingRestriction done) {
    holds.remove(done.holdMillis());
    elementTimestamps.remove(timestamp(done));
  }

  private static long timestamp(PendingRestriction pending) {
    return pending.part().element().getTimestamp().getMillis();
  }

  /** Replaces each restriction by what must still be processed of it, null for nothing. */
  public void truncate(Function<RestrictedElement, @Nullable RestrictedElement> truncation) {
    List<PendingRestriction> before = all();
    ready.clear();
    waiting.clear();
    offered.clear();
    for (PendingRestriction pending : before) {
      RestrictedElement rest = truncation.apply(pending.part());
      if (rest != null) {
        add(new PendingRestriction(rest, pending.holdMillis(), pending.resumeMillis()));
      }
      remove(pending);
    }
  }

  /**
   * Offers one that is ready, if there is another one to go on with.
   *
   * @param earliestHoldMillis what it has to hold at least
   * @return null if there is none
   */
  public @Nullable Offer offerSpare(long earliestHoldMillis) {
    PendingRestriction last = ready.peekLast();
    if (ready.size() < 2 || last == null || last.holdMillis() < earliestHoldMillis) {
      return null;
    }
    ready.removeLast();
    return offer(last);
  }

  /** Offers what was split off one that is being processed. */
  public Offer offerHalf(Residual half) {
    PendingRestriction restriction = PendingRestriction.half(half);
    hold(restriction);
    return offer(restriction);
  }

  /** It holds, and is in checkpoints, as before, but is not processed. */
  private Offer offer(PendingRestriction restriction) {
    long id = nextOfferId++;
    offered.put(id, restriction);
    return new Offer(id, restriction);
  }

  /** An offered one is another subtask's now. */
  public void given(long offerId) {
    remove(takeOut(offerId));
  }

  /** Nobody wants an offered one. */
  public void takeBack(long offerId) {
    ready.add(takeOut(offerId));
  }

  private PendingRestriction takeOut(long offerId) {
    PendingRestriction restriction = offered.remove(offerId);
    if (restriction == null) {
      throw new IllegalStateException(
          "Restriction %d was not offered. This is a bug of the runner, please report it."
              .formatted(offerId));
    }
    return restriction;
  }

  /** Ends all offers. */
  public void takeBackAll() {
    ready.addAll(offered.values());
    offered.clear();
  }

  /** Takes one that was another subtask's. */
  public void receive(PendingRestriction given) {
    add(given);
  }

  /**
   * The earliest timestamp of an element that a restriction here belongs to, {@link
   * HoldTracker#NO_HOLD} for none: the watermark may be far beyond it, but what belongs to the
   * element's window is still in use.
   */
  public long earliestElementMillis() {
    return elementTimestamps.minMillis();
  }

  /** All, for a checkpoint. */
  public List<PendingRestriction> all() {
    List<PendingRestriction> all = new ArrayList<>(ready);
    all.addAll(waiting);
    all.addAll(offered.values());
    return all;
  }
}
