package dev.beamflink.translation.translate;

import dev.beamflink.translation.runtime.element.CoderTypeInformation;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.source.EndPolicy;
import dev.beamflink.translation.runtime.source.ImpulseSource;
import dev.beamflink.translation.runtime.source.ReadTransform;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A pipeline without transforms is a job that ends at once. Flink runs no job without an operator,
 * so this one has an Impulse whose element nobody takes.
 */
final class EmptyPipeline {

  private static final String NAME = "Empty pipeline";

  private EmptyPipeline() {}

  static void translate(StreamExecutionEnvironment environment) {
    var impulse =
        environment
            .fromSource(
                new ImpulseSource(
                    new ReadTransform(NAME, PTransformTranslation.IMPULSE_TRANSFORM_URN),
                    new EndPolicy.WhenDone()),
                WatermarkStrategy.noWatermarks(),
                NAME,
                CoderTypeInformation.of(
                    WindowedValueCoder.of(ByteArrayCoder.of(), GlobalWindow.Coder.INSTANCE)))
            .uid(NAME)
            .setParallelism(1);
    // Flink looks for sources from what consumes them.
    environment.addOperator(impulse.getTransformation());
  }
}
