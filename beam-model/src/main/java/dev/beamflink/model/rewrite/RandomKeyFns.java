package dev.beamflink.model.rewrite;

import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.parse.GraphParser;
import dev.beamflink.model.payload.ParDo;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi.FunctionSpec;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.CrashingRunner;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.util.construction.PipelineTranslation;

/**
 * The DoFns of {@code Reshuffle.viaRandomKey()}, as this version of the Java SDK writes them into a
 * pipeline. They hold nothing of the pipeline they are in, so they are the same in each.
 *
 * @param assign gives each element a random key
 * @param values takes it off again
 */
record RandomKeyFns(FunctionSpec assign, FunctionSpec values) {

  /** Those of the SDK on the class path. */
  static final RandomKeyFns SDK = ofSdk();

  private static RandomKeyFns ofSdk() {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setRunner(CrashingRunner.class);
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(Impulse.create()).apply(Reshuffle.viaRandomKey());
    List<FunctionSpec> doFns =
        GraphParser.parse(PipelineTranslation.toProto(pipeline)).transforms().stream()
            .map(TransformNode::payload)
            .filter(ParDo.class::isInstance)
            .map(parDo -> ((ParDo) parDo).doFn())
            .toList();
    if (doFns.size() != 2) {
      throw new IllegalStateException(
          "Reshuffle.viaRandomKey() of this Beam has %d DoFns, not two: a bug of the runner"
              .formatted(doFns.size()));
    }
    return new RandomKeyFns(doFns.get(0), doFns.get(1));
  }
}
