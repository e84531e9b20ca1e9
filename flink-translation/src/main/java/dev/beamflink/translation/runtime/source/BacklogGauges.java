package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.runtime.element.EncodedSize;
import java.io.IOException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;

/**
 * Tells Flink how much waits to be read: {@code pendingBytes}, from Beam's readers, and {@code
 * pendingRecords}, an estimate from the encoded size of an element now and then. Autoscalers look
 * at the latter. The gauges exist from the first time that a backlog is known.
 *
 * <p>Written by the task thread; read by the threads of metric reporters.
 */
final class BacklogGauges<T> {

  /** Weight of the past in the mean size of an element. */
  private static final double INERTIA = 0.8;

  private final SourceReaderMetricGroup group;
  private final Coder<T> elementCoder;
  private boolean registered;
  private boolean wantsSample;
  private double meanBytes;
  private volatile long pendingBytes;
  private volatile long pendingRecords;

  BacklogGauges(SourceReaderMetricGroup group, Coder<T> elementCoder) {
    this.group = group;
    this.elementCoder = elementCoder;
  }

  /** Sums up the splits whose backlog is known. */
  void update(SplitRotation<T> rotation) {
    long sum = 0;
    boolean known = false;
    for (PolledSplit<T> split : rotation.splits()) {
      long bytes = split.cursor().backlogBytes();
      if (bytes != UnboundedReader.BACKLOG_UNKNOWN) {
        sum += bytes;
        known = true;
      }
    }
    if (!known) {
      return;
    }
    wantsSample = true;
    pendingBytes = sum;
    if (meanBytes > 0) {
      pendingRecords = Math.round(sum / meanBytes);
      register();
    }
  }

  private void register() {
    if (!registered) {
      registered = true;
      group.setPendingBytesGauge(() -> pendingBytes);
      group.setPendingRecordsGauge(() -> pendingRecords);
    }
  }

  /** Whether {@link #sample} should be called with the next element. */
  boolean wantsSample() {
    return wantsSample;
  }

  /** Measures an element. */
  void sample(T element) throws IOException {
    wantsSample = false;
    double bytes = Math.max(1, EncodedSize.of(element, elementCoder));
    meanBytes = meanBytes == 0 ? bytes : INERTIA * meanBytes + (1 - INERTIA) * bytes;
  }
}
