package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.element.SingleWindow;
import dev.beamflink.translation.runtime.harness.HarnessBundle.Outcome;
import dev.beamflink.translation.runtime.stage.RestrictedElement;
import dev.beamflink.translation.runtime.stage.SplitLimit;
import dev.beamflink.translation.runtime.stage.SplittableRoot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.DelayedBundleApplication;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Timestamp;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Processes restrictions in an SDK harness one by one, each in a bundle of its own, which ends when
 * the restriction is done, when the SDK gives back the rest, or when the operator wants it back.
 */
final class HarnessRestrictions implements SplittableRoot {

  /** How often the operator is asked whether it wants a restriction back. */
  private static final long LOOK_MILLIS = 5;

  /** SDKs weigh elements by it; nobody knows how large a rest is. */
  private static final double SIZE = 1;

  private static final long SHORTEST_PATIENCE_NANOS = 1_000_000_000; // 1 s
  private static final long LONGEST_PATIENCE_NANOS = 64 * SHORTEST_PATIENCE_NANOS;

  private final HarnessStage stage;
  private long patienceNanos = SHORTEST_PATIENCE_NANOS;

  HarnessRestrictions(HarnessStage stage) {
    this.stage = stage;
  }

  /** One part for each window: what an SDK gives back is one part then. */
  @Override
  public List<RestrictedElement> unpack(WindowedValue<?> input) {
    Object pair = ((KV<?, ?>) input.getValue()).getKey();
    List<RestrictedElement> parts = new ArrayList<>();
    for (BoundedWindow window : input.getWindows()) {
      parts.add(RestrictedElement.of(pair, SingleWindow.of(pair, input, window)));
    }
    return parts;
  }

  @Override
  public List<Residual> process(RestrictedElement part, SplitLimit limit) {
    BundleSplit split = new BundleSplit(stage.harness(), limit, patienceNanos);
    HarnessBundle bundle = stage.open(split::output);
    bundle.add(BundleInput.element(element(part)));
    Outcome outcome = stage.finish(bundle, LOOK_MILLIS, split);
    List<Residual> left = new ArrayList<>();
    if (split.wholeElementIsLeft()) {
      left.add(new Residual(part, part.element().getTimestamp(), Duration.ZERO));
    }
    split.residuals().forEach(rest -> left.add(residual(rest, part)));
    outcome.response().getResidualRootsList().forEach(rest -> left.add(residual(rest, part)));
    if (!split.hasOutput()) {
      patienceNanos = isAsBefore(part, left) ? longer(patienceNanos) : SHORTEST_PATIENCE_NANOS;
    }
    return left;
  }

  /** Whether a turn was in vain: what the SDK does ahead of its first claim takes longer. */
  private static boolean isAsBefore(RestrictedElement part, List<Residual> left) {
    return left.size() == 1
        && Objects.deepEquals(left.get(0).rest().restriction(), part.restriction());
  }

  private static long longer(long patienceNanos) {
    return Math.min(2 * patienceNanos, LONGEST_PATIENCE_NANOS);
  }

  private static WindowedValue<?> element(RestrictedElement part) {
    return part.element().withValue(KV.of(part.toPair(), SIZE));
  }

  private Residual residual(DelayedBundleApplication left, RestrictedElement of) {
    WindowedValue<?> rest;
    try {
      Coder<WindowedValue<?>> coder = stage.inputCoder();
      rest = coder.decode(left.getApplication().getElement().newInput());
    } catch (IOException e) {
      throw new IllegalStateException(
          "What an SDK harness has left of a restriction can't be read: " + e.getMessage(), e);
    }
    return new Residual(
        RestrictedElement.of(((KV<?, ?>) rest.getValue()).getKey(), rest),
        left.getApplication().getOutputWatermarksMap().values().stream()
            .map(HarnessRestrictions::instant)
            .min(Instant::compareTo)
            .orElse(of.element().getTimestamp()),
        Duration.millis(
            left.getRequestedTimeDelay().getSeconds() * 1_000
                + left.getRequestedTimeDelay().getNanos() / 1_000_000));
  }

  private static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochMilli(timestamp.getSeconds() * 1_000 + timestamp.getNanos() / 1_000_000);
  }

  @Override
  public @Nullable RestrictedElement truncate(RestrictedElement part) {
    return stage.truncation().truncate(element(part));
  }
}
