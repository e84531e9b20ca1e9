package dev.beamflink.runner.jobserver;

import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Redistribute;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.util.construction.SdkComponents;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;

/** Pipelines that are right, to be damaged: together they have most of what a pipeline can have. */
final class FuzzPipelines {

  private FuzzPipelines() {}

  static List<RunnerApi.Pipeline> all() {
    return List.of(batch(), windows(), stateful());
  }

  private static RunnerApi.Pipeline batch() {
    Pipeline pipeline = pipeline();
    PCollectionView<Iterable<String>> view =
        pipeline.apply("Side", Create.of("x")).apply(View.asIterable());
    PCollection<String> words = pipeline.apply("Words", Create.of("a", "b"));
    PCollectionList.of(words)
        .and(pipeline.apply("More", Create.of("c")))
        .apply(Flatten.pCollections())
        .apply(Reshuffle.viaRandomKey())
        .apply("Same", ParDo.of(new SameFn()).withSideInputs(view))
        .apply(Count.perElement())
        .apply(Redistribute.arbitrarily());
    return proto(pipeline);
  }

  private static RunnerApi.Pipeline windows() {
    Pipeline pipeline = pipeline();
    PCollection<KV<String, Long>> numbers =
        pipeline
            .apply(GenerateSequence.from(0))
            .apply(WithKeys.<String, Long>of("k").withKeyType(TypeDescriptors.strings()));
    numbers
        .apply(
            Window.<KV<String, Long>>into(FixedWindows.of(Duration.standardMinutes(1)))
                .triggering(
                    AfterWatermark.pastEndOfWindow()
                        .withEarlyFirings(
                            AfterProcessingTime.pastFirstElementInPane()
                                .plusDelayOf(Duration.standardSeconds(1)))
                        .withLateFirings(AfterPane.elementCountAtLeast(1)))
                .withAllowedLateness(Duration.standardDays(1))
                .accumulatingFiredPanes())
        .apply(GroupByKey.create());
    numbers
        .apply("Sessions", Window.into(Sessions.withGapDuration(Duration.standardMinutes(1))))
        .apply(Count.perKey());
    return proto(pipeline);
  }

  private static RunnerApi.Pipeline stateful() {
    Pipeline pipeline = pipeline();
    pipeline.apply(Create.of(KV.of("a", "b"))).apply("Remember", ParDo.of(new RememberFn()));
    return proto(pipeline);
  }

  private static Pipeline pipeline() {
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs("--runner=FlinkRunner", "--experiments=beam_fn_api")
            .create());
  }

  /** Without artifacts, so that a pipeline can run that nothing was staged for. */
  private static RunnerApi.Pipeline proto(Pipeline pipeline) {
    PortablePipelineOptions options = pipeline.getOptions().as(PortablePipelineOptions.class);
    options.setDefaultEnvironmentType("EXTERNAL");
    options.setDefaultEnvironmentConfig("localhost:1");
    options.setFilesToStage(List.of());
    RunnerApi.Pipeline proto =
        PipelineTranslation.toProto(pipeline, SdkComponents.create(pipeline.getOptions()));
    RunnerApi.Pipeline.Builder builder = proto.toBuilder();
    for (var environment : proto.getComponents().getEnvironmentsMap().entrySet()) {
      Environment bare = environment.getValue().toBuilder().clearDependencies().build();
      builder.getComponentsBuilder().putEnvironments(environment.getKey(), bare);
    }
    return builder.build();
  }

  private static final class SameFn extends DoFn<String, String> {
    @ProcessElement
    public void process(@Element String element, OutputReceiver<String> output) {
      output.output(element);
    }
  }

  private static final class RememberFn extends DoFn<KV<String, String>, String> {
    @StateId("last")
    private final StateSpec<ValueState<String>> last = StateSpecs.value();

    @TimerId("later")
    private final TimerSpec later = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process(@StateId("last") ValueState<String> state, @TimerId("later") Timer timer) {
      state.write("seen");
      timer.set(org.joda.time.Instant.EPOCH);
    }

    @OnTimer("later")
    public void later() {}
  }
}
