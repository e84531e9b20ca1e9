package dev.beamflink.scale;

import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;
import org.jspecify.annotations.Nullable;

/** What the {@link Shape}s end in. */
final class Readers {

  private Readers() {}

  /** Reads a group twice. */
  static final class ReadTwice extends DoFn<KV<String, Iterable<byte[]>>, Void> {
    private static final long serialVersionUID = 1L;
    private final Expectation expectation;

    ReadTwice(Expectation expectation) {
      this.expectation = expectation;
    }

    @ProcessElement
    public void process(@Element KV<String, Iterable<byte[]>> group) {
      expectation.check(group.getValue());
      expectation.check(group.getValue());
      expectation.met();
    }
  }

  /** Keeps a group, and reads it twice when the bundle ends. */
  static final class KeepUntilTheEnd extends DoFn<KV<String, Iterable<byte[]>>, Void> {
    private static final long serialVersionUID = 1L;
    private final Expectation expectation;
    private transient @Nullable Iterable<byte[]> kept;

    KeepUntilTheEnd(Expectation expectation) {
      this.expectation = expectation;
    }

    @ProcessElement
    public void process(@Element KV<String, Iterable<byte[]>> group) {
      kept = group.getValue();
    }

    @FinishBundle
    public void finish() {
      if (kept != null) {
        expectation.check(kept);
        expectation.check(kept);
        expectation.met();
        kept = null;
      }
    }
  }

  /** Hands a group on without reading it. */
  static final class HandOn extends DoFn<KV<String, Iterable<byte[]>>, Integer> {
    private static final long serialVersionUID = 1L;
    private final TupleTag<KV<String, Iterable<byte[]>>> side;

    HandOn(TupleTag<KV<String, Iterable<byte[]>>> side) {
      this.side = side;
    }

    @ProcessElement
    public void process(@Element KV<String, Iterable<byte[]>> group, MultiOutputReceiver outputs) {
      outputs.get(side).output(group);
    }
  }

  /** Reads both sides of a join, the large one twice. */
  static final class ReadBoth extends DoFn<KV<String, CoGbkResult>, Void> {
    private static final long serialVersionUID = 1L;
    private final Expectation expectation;
    private final TupleTag<byte[]> many;
    private final TupleTag<Integer> few;

    ReadBoth(Expectation expectation, TupleTag<byte[]> many, TupleTag<Integer> few) {
      this.expectation = expectation;
      this.many = many;
      this.few = few;
    }

    @ProcessElement
    public void process(@Element KV<String, CoGbkResult> group) {
      expectation.check(group.getValue().getAll(many));
      int sum = 0;
      for (int other : group.getValue().getAll(few)) {
        sum += other;
      }
      if (sum != 3) {
        throw new IllegalStateException("Expected 1 and 2, found a sum of " + sum);
      }
      expectation.check(group.getValue().getAll(many));
      expectation.met();
    }
  }

  /** Compares a count. */
  static final class Compare extends DoFn<KV<String, Long>, Void> {
    private static final long serialVersionUID = 1L;
    private final Expectation expectation;

    Compare(Expectation expectation) {
      this.expectation = expectation;
    }

    @ProcessElement
    public void process(@Element KV<String, Long> count) {
      expectation.metBy(count.getValue());
    }
  }

  /** Keeps values in a bag until the end of the window, and then reads them twice. */
  static final class Bag extends DoFn<KV<String, byte[]>, Void> {
    private static final long serialVersionUID = 1L;
    private static final String VALUES = "values";

    @StateId(VALUES)
    private final StateSpec<BagState<byte[]>> values = StateSpecs.bag(ByteArrayCoder.of());

    private final Expectation expectation;

    Bag(Expectation expectation) {
      this.expectation = expectation;
    }

    @ProcessElement
    public void process(
        @Element KV<String, byte[]> element, @StateId(VALUES) BagState<byte[]> bag) {
      bag.add(element.getValue());
    }

    @OnWindowExpiration
    public void expire(@StateId(VALUES) BagState<byte[]> bag) {
      expectation.check(bag.read());
      expectation.check(bag.read());
      expectation.met();
    }
  }
}
