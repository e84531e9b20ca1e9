package dev.beamflink.translation.runtime.group.lift;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.keyed.PaneRank;
import dev.beamflink.translation.runtime.metrics.MetricsAccumulator;
import dev.beamflink.translation.runtime.sort.EncodedPair;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.metrics.MetricsEnvironment.MetricsEnvironmentState;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The part of a Combine per key ahead of the exchange, in BATCH. Chained to the producer. Has no
 * state that would outlive a flush.
 */
final class BatchLiftedCombineOperator extends AbstractStreamOperator<EncodedPair>
    implements OneInputStreamOperator<WindowedValue<Object>, EncodedPair>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private final LiftedCombine combine;
  private final StreamRecord<EncodedPair> record = new StreamRecord<>(null);
  private final MetricsContainer beamMetrics;
  private final MetricsEnvironmentState metricsOfThread;

  BatchLiftedCombineOperator(StreamOperatorParameters<EncodedPair> parameters, LiftSpec spec) {
    super(parameters);
    combine =
        new LiftedCombine(
            spec,
            LiftedCombine.Room.BATCH,
            (key, element) -> output.collect(record.replace(pair(spec, key, element))));
    beamMetrics =
        MetricsAccumulator.registered(parameters, getRuntimeContext())
            .metrics()
            .getContainer(spec.encoder().transformName());
    metricsOfThread = MetricsEnvironment.getMetricsEnvironmentStateForCurrentThread();
  }

  @Override
  public void processElement(StreamRecord<WindowedValue<Object>> element) {
    MetricsContainer outer = metricsOfThread.activate(beamMetrics);
    try {
      combine.process(element.getValue());
    } finally {
      metricsOfThread.activate(outer);
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flush();
    super.processWatermark(mark);
  }

  @Override
  public void endInput() {
    flush();
  }

  private void flush() {
    MetricsContainer outer = metricsOfThread.activate(beamMetrics);
    try {
      combine.flush();
    } finally {
      metricsOfThread.activate(outer);
    }
  }

  private static EncodedPair pair(LiftSpec spec, EncodedKey key, WindowedValue<Object> element) {
    try {
      // Lifting is for triggers that do not care about order.
      return new EncodedPair(
          key,
          PaneRank.BEFORE_END_OF_WINDOW,
          CoderUtils.encodeToByteArray(spec.accumulatorCoder(), element));
    } catch (CoderException | RuntimeException e) {
      throw spec.encoder().failure("encoding of its accumulators", e);
    }
  }
}
