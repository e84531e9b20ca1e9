package dev.beamflink.benchmarks.beam;

import dev.beamflink.benchmarks.fork.Checksum;
import dev.beamflink.benchmarks.fork.FirstResult;
import dev.beamflink.benchmarks.fork.Latencies;
import dev.beamflink.benchmarks.fork.Numbers;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;

/** Add up what comes to them, by bundle. */
final class Sinks {

  private Sinks() {}

  private abstract static class Sink<T> extends DoFn<T, Void> {
    private static final long serialVersionUID = 1L;

    private transient long results;
    private transient long sum;

    @StartBundle
    public void start() {
      results = 0;
      sum = 0;
    }

    void add(long number) {
      results++;
      sum += number;
    }

    void addShare(long share) {
      sum += share;
    }

    @FinishBundle
    public void finish() {
      Checksum.add(results, sum);
    }
  }

  static final class Longs extends Sink<Long> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element Long number) {
      add(Numbers.mix(number));
    }
  }

  static final class Pairs extends Sink<KV<String, Long>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element KV<String, Long> pair) {
      add(Numbers.hash(pair.getKey(), pair.getValue()));
    }
  }

  /** For sums that are cut where a timer happens to fire. How many come says nothing then. */
  static final class Shares extends Sink<KV<String, Long>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element KV<String, Long> pair) {
      addShare(Numbers.share(pair.getKey(), pair.getValue()));
    }
  }

  /** Of accumulating panes, those that the watermark brings. */
  static final class LastPanes extends Sink<KV<String, Long>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element KV<String, Long> pair, PaneInfo pane) {
      if (pane.getTiming() != PaneInfo.Timing.EARLY) {
        add(Numbers.hash(pair.getKey(), pair.getValue()));
      }
    }
  }

  /** Tells when the first one comes. */
  static final class First extends Sink<Long> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element Long number) {
      FirstResult.isHere();
      add(Numbers.mix(number));
    }
  }

  /** Records how late each one comes. */
  static final class Late extends Sink<KV<String, Long>> {
    private static final long serialVersionUID = 1L;

    private final long added;

    /**
     * @param added what has been added to each number since the source
     */
    Late(long added) {
      this.added = added;
    }

    @ProcessElement
    public void process(@Element KV<String, Long> pair) {
      Latencies.record(pair.getValue() - added);
      add(Numbers.hash(pair.getKey(), pair.getValue()));
    }
  }
}
