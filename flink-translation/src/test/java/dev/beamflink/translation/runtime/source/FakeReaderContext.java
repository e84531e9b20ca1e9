package dev.beamflink.translation.runtime.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.flink.api.common.watermark.Watermark;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.OperatorIOMetricGroup;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.UserCodeClassLoader;

/** Notes what a reader sends to its enumerator, its gauges and its generalized watermarks. */
public final class FakeReaderContext implements SourceReaderContext {

  /** What a reader sends when it asks for a split; else it sends source events. */
  static final String SPLIT_REQUEST = "split request";

  final Deque<Object> sent = new ArrayDeque<>();
  Gauge<Long> pendingBytes;
  Gauge<Long> pendingRecords;
  private final List<Watermark> watermarks = new ArrayList<>();
  private final int subtask;
  private final int parallelism;

  public FakeReaderContext(int subtask, int parallelism) {
    this.subtask = subtask;
    this.parallelism = parallelism;
  }

  public List<Watermark> takeWatermarks() {
    List<Watermark> taken = List.copyOf(watermarks);
    watermarks.clear();
    return taken;
  }

  @Override
  public void emitWatermark(Watermark watermark) {
    watermarks.add(watermark);
  }

  @Override
  public void sendSplitRequest() {
    sent.add(SPLIT_REQUEST);
  }

  @Override
  public void sendSourceEventToCoordinator(SourceEvent event) {
    sent.add(event);
  }

  @Override
  public SourceReaderMetricGroup metricGroup() {
    return new Gauges();
  }

  @Override
  public Configuration getConfiguration() {
    return new Configuration();
  }

  @Override
  public String getLocalHostName() {
    return "here";
  }

  @Override
  public int getIndexOfSubtask() {
    return subtask;
  }

  @Override
  public int currentParallelism() {
    return parallelism;
  }

  @Override
  public UserCodeClassLoader getUserCodeClassLoader() {
    throw new UnsupportedOperationException();
  }

  private final class Gauges extends UnregisteredMetricsGroup implements SourceReaderMetricGroup {

    @Override
    public void setPendingBytesGauge(Gauge<Long> gauge) {
      pendingBytes = gauge;
    }

    @Override
    public void setPendingRecordsGauge(Gauge<Long> gauge) {
      pendingRecords = gauge;
    }

    @Override
    public Counter getNumRecordsInErrorsCounter() {
      return new SimpleCounter();
    }

    @Override
    public OperatorIOMetricGroup getIOMetricGroup() {
      throw new UnsupportedOperationException();
    }
  }
}
