package dev.beamflink.translation.runtime.sharing;

import dev.beamflink.translation.runtime.splittable.PendingRestriction;
import dev.beamflink.translation.runtime.splittable.PendingRestrictionCoder;
import dev.beamflink.translation.runtime.splittable.PendingRestrictions;
import dev.beamflink.translation.runtime.splittable.PendingRestrictions.Offer;
import dev.beamflink.translation.runtime.splittable.Slice;
import dev.beamflink.translation.runtime.stage.SplitLimit;
import dev.beamflink.translation.runtime.stage.SplittableRoot.Residual;
import dev.beamflink.translation.runtime.watermark.HoldTracker;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.flink.runtime.operators.coordination.OperatorEventGateway;
import org.jspecify.annotations.Nullable;

/**
 * Offers restrictions to siblings when the coordinator asks, and takes what it hands over.
 *
 * <p>Events change what is pending and what is known, and nothing else: outputs and watermarks come
 * from the operator's timers only, which Flink silences when the job stops. Task thread only.
 */
public final class SharingWithSiblings implements Sharing {

  /** More than that does not travel through the JobManager. */
  private static final int MAX_BYTES = 1 << 20; // 1 MiB

  /** Not asked to offer anything. */
  private static final long NOT_ASKED = SplitLimit.NOBODY_WANTS_HALF;

  private final PendingRestrictions pending;
  private final PendingRestrictionCoder coder;
  private final OperatorEventGateway coordinator;
  private final Runnable news;

  private long earliestHoldMillis = NOT_ASKED;
  private long agreedMillis = Long.MIN_VALUE;
  private @Nullable ProgressEvent reported;
  private boolean ended;

  /**
   * @param pending the subtask's restrictions
   * @param news makes the operator's timer look at them, and at the watermark, again
   */
  public SharingWithSiblings(
      PendingRestrictions pending,
      PendingRestrictionCoder coder,
      OperatorEventGateway coordinator,
      Runnable news) {
    this.pending = pending;
    this.coder = coder;
    this.coordinator = coordinator;
    this.news = news;
  }

  @Override
  public void handle(SiblingEvent event) {
    if (event instanceof SplitRequestEvent request) {
      earliestHoldMillis = request.earliestHoldMillis();
      offerWhatIsReady();
    } else if (event instanceof HandoverEvent handover) {
      settled();
      receive(decoded(handover.restriction()));
    } else if (event instanceof OfferAnswerEvent answer) {
      answered(answer);
    } else if (event instanceof AgreedEvent agreed) {
      agreedMillis = Math.max(agreedMillis, agreed.watermarkMillis());
    }
    if (!ended) {
      news.run();
    }
  }

  private void offerWhatIsReady() {
    if (!ended) {
      Offer spare = pending.offerSpare(earliestHoldMillis);
      if (spare != null) {
        send(spare);
      }
    }
  }

  private void receive(PendingRestriction received) {
    if (!ended) { // else its giver has ended too, and has done it
      pending.receive(received);
      reported = null; // the coordinator counts what it sent
    }
  }

  private void answered(OfferAnswerEvent answer) {
    if (answer.accepted()) {
      settled();
    }
    if (!ended) {
      if (answer.accepted()) {
        pending.given(answer.id());
      } else {
        pending.takeBack(answer.id());
      }
    }
  }

  private void settled() {
    coordinator.sendEventToCoordinator(new SettledEvent());
  }

  @Override
  public Slice within(Slice slice) {
    return new SharedSlice(slice, this);
  }

  long earliestHalfMillis() {
    return earliestHoldMillis;
  }

  /** Offers the second half of what is being processed. */
  void takeHalf(Residual half) {
    send(pending.offerHalf(half));
  }

  /** What does not fit is kept, and its giver not asked again before it has been idle. */
  private void send(Offer offer) {
    byte[] encoded = encoded(offer.restriction());
    if (encoded.length <= MAX_BYTES) {
      coordinator.sendEventToCoordinator(
          new OfferEvent(offer.id(), offer.restriction().holdMillis(), encoded));
    } else {
      pending.takeBack(offer.id());
    }
    earliestHoldMillis = NOT_ASKED;
  }

  private byte[] encoded(PendingRestriction restriction) {
    try {
      return CoderUtils.encodeToByteArray(coder, restriction);
    } catch (IOException e) {
      throw new UncheckedIOException("A restriction could not be encoded for another subtask", e);
    }
  }

  private PendingRestriction decoded(byte[] restriction) {
    try {
      return CoderUtils.decodeFromByteArray(coder, restriction);
    } catch (IOException e) {
      throw new UncheckedIOException("A restriction of another subtask could not be decoded", e);
    }
  }

  @Override
  public void report(long holdMillis, long emittedMillis, boolean receives) {
    if (reported == null
        || reported.holdMillis() != holdMillis
        || reported.receives() != receives) {
      reported = new ProgressEvent(holdMillis, emittedMillis, receives);
      if (holdMillis == HoldTracker.NO_HOLD) {
        earliestHoldMillis = NOT_ASKED;
      }
      coordinator.sendEventToCoordinator(reported);
    }
  }

  @Override
  public long agreedMillis() {
    return ended ? HoldTracker.NO_HOLD : agreedMillis;
  }

  @Override
  public boolean mayReceive() {
    return agreedMillis() < HoldTracker.NO_HOLD;
  }

  @Override
  public void waited() {
    coordinator.sendEventToCoordinator(new WaitedEvent());
  }

  @Override
  public void end() {
    ended = true;
    pending.takeBackAll();
  }
}
