package dev.beamflink.benchmarks.flink;

import dev.beamflink.benchmarks.fork.Checksum;
import dev.beamflink.benchmarks.fork.FirstResult;
import dev.beamflink.benchmarks.fork.Latencies;
import dev.beamflink.benchmarks.fork.Numbers;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;

/** Add up what comes to them, until the end. */
final class Sinks {

  private Sinks() {}

  private abstract static class Writer<T> implements SinkWriter<T> {

    private long results;
    private long sum;

    void add(long number) {
      results++;
      sum += number;
    }

    void addShare(long share) {
      sum += share;
    }

    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public void close() {
      Checksum.add(results, sum);
    }
  }

  static final class Longs implements Sink<Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public SinkWriter<Long> createWriter(WriterInitContext context) {
      return new Writer<>() {
        @Override
        public void write(Long number, Context ignored) {
          add(Numbers.mix(number));
        }
      };
    }
  }

  static final class Pairs implements Sink<Tuple2<String, Long>> {
    private static final long serialVersionUID = 1L;

    @Override
    public SinkWriter<Tuple2<String, Long>> createWriter(WriterInitContext context) {
      return new Writer<>() {
        @Override
        public void write(Tuple2<String, Long> pair, Context ignored) {
          add(Numbers.hash(pair.f0, pair.f1));
        }
      };
    }
  }

  /** For sums that are cut where a timer happens to fire. How many come says nothing then. */
  static final class Shares implements Sink<Tuple2<String, Long>> {
    private static final long serialVersionUID = 1L;

    @Override
    public SinkWriter<Tuple2<String, Long>> createWriter(WriterInitContext context) {
      return new Writer<>() {
        @Override
        public void write(Tuple2<String, Long> pair, Context ignored) {
          addShare(Numbers.share(pair.f0, pair.f1));
        }
      };
    }
  }

  /** Of accumulating results, those that the watermark brings. */
  static final class LastPanes implements Sink<Tuple3<String, Long, Boolean>> {
    private static final long serialVersionUID = 1L;

    @Override
    public SinkWriter<Tuple3<String, Long, Boolean>> createWriter(WriterInitContext context) {
      return new Writer<>() {
        @Override
        public void write(Tuple3<String, Long, Boolean> pane, Context ignored) {
          if (pane.f2) {
            add(Numbers.hash(pane.f0, pane.f1));
          }
        }
      };
    }
  }

  /** Tells when the first one comes. */
  static final class First implements Sink<Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public SinkWriter<Long> createWriter(WriterInitContext context) {
      return new Writer<>() {
        @Override
        public void write(Long number, Context ignored) {
          FirstResult.isHere();
          add(Numbers.mix(number));
        }
      };
    }
  }

  /**
   * Records how late each one comes.
   *
   * @param added what has been added to each number since the source
   */
  record Late(long added) implements Sink<Tuple2<String, Long>> {

    @Override
    public SinkWriter<Tuple2<String, Long>> createWriter(WriterInitContext context) {
      return new Writer<>() {
        @Override
        public void write(Tuple2<String, Long> pair, Context ignored) {
          Latencies.record(pair.f1 - added);
          add(Numbers.hash(pair.f0, pair.f1));
        }
      };
    }
  }
}
