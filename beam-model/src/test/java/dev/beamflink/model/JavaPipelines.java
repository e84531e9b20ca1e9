package dev.beamflink.model;

import java.util.function.Consumer;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.CrashingRunner;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.util.construction.SplittableParDo;

/** Pipelines of the Java SDK as protos, as the runner gets them. */
public final class JavaPipelines {
  private JavaPipelines() {}

  /** Translates the pipeline that the builder applies its transforms to. */
  public static RunnerApi.Pipeline translate(Consumer<Pipeline> builder) {
    Pipeline pipeline = create();
    builder.accept(pipeline);
    return translate(pipeline);
  }

  /** Makes an empty pipeline that will only be translated. */
  public static Pipeline create() {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setRunner(CrashingRunner.class);
    return Pipeline.create(options);
  }

  /** Translates a pipeline with primitive reads, as the runner does. */
  public static RunnerApi.Pipeline translate(Pipeline pipeline) {
    SplittableParDo.convertReadBasedSplittableDoFnsToPrimitiveReads(pipeline);
    return PipelineTranslation.toProto(pipeline);
  }
}
