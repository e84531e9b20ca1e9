package dev.beamflink.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.beamflink.model.problem.InvalidPipelineException;
import org.apache.beam.model.pipeline.v1.RunnerApi.FunctionSpec;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;

/**
 * What a user reads of a pipeline that can't run. Its transforms are made from URNs, because the
 * SDK refuses most of this itself where its own transforms are applied.
 */
class BadInputTest {

  /** A transform that the SDK knows nothing of but its URN. */
  private static final class FromUrn
      extends PTransformTranslation.RawPTransform<PCollection<?>, PCollection<byte[]>> {

    private final String urn;

    FromUrn(String urn) {
      this.urn = urn;
    }

    @Override
    public FunctionSpec getSpec() {
      return FunctionSpec.newBuilder().setUrn(urn).build();
    }

    @Override
    public PCollection<byte[]> expand(PCollection<?> input) {
      return PCollection.createPrimitiveOutputInternal(
          input.getPipeline(),
          input.getWindowingStrategy(),
          input.isBounded(),
          ByteArrayCoder.of());
    }
  }

  private static Pipeline pipeline(String... options) {
    return Pipeline.create(PipelineOptionsFactory.fromArgs(options).as(FlinkPipelineOptions.class));
  }

  private static FromUrn groupByKey() {
    return new FromUrn(PTransformTranslation.GROUP_BY_KEY_TRANSFORM_URN);
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    Pipeline pipeline =
        pipeline(
            "--runner=FlinkRunner",
            "--parallelism=-2",
            "--flinkMaster=127.0.0.1:1",
            "--savepointPath=/no/such/savepoint");
    PCollection<byte[]> impulse = pipeline.apply("Impulse", Impulse.create());
    impulse.apply("Custom", new FromUrn("acme:transform:map:v1"));
    impulse.apply("Unkeyed", groupByKey());
    Coder<KV<String, Void>> serialized =
        KvCoder.of(SerializableCoder.of(String.class), VoidCoder.of());
    pipeline
        .apply("Names", Create.of(KV.of("a", (Void) null)).withCoder(serialized))
        .apply("Uncertain", groupByKey());

    InvalidPipelineException refused = assertThrows(InvalidPipelineException.class, pipeline::run);
    assertEquals(
        """
        The pipeline cannot run for 6 reasons:
        - Option --parallelism is -2, expected 1 to 32768, or -1 for the default. Correct it \
        or leave it out.
        - Option --flinkMaster is '127.0.0.1:1', which can't be reached: Connection refused. \
        Start the cluster, or name the address of its REST interface and web UI.
        - Option --savepointPath is '/no/such/savepoint', which does not exist. Name the \
        directory that Flink printed when it took the savepoint, or a retained checkpoint.
        - Transform 'Custom' (acme:transform:map:v1) is not known to this runner, and has no \
        subtransforms to run in its place. Replace it with a transform that is made of \
        Beam's primitives.
        - Transform 'Unkeyed' (beam:transform:group_by_key:v1) groups by key, but its input \
        'Impulse.out' is not keyed (coder: bytes). Key it first, e.g. with WithKeys.
        - Transform 'Uncertain' (beam:transform:group_by_key:v1) works per key of \
        'Names/MapElements/Map/ParMultiDo(Anonymous).output', but equal keys may be encoded \
        differently (SerializableCoder(java.lang.String): Java Serialization may be \
        non-deterministic.). Give the keys a coder whose verifyDeterministic() passes.\
        """,
        refused.getMessage());
  }

  /** As KafkaIO's exactly-once sink does. */
  private static final class WriteOnce extends DoFn<KV<String, Long>, Void> {
    @StateId("written")
    private final StateSpec<ValueState<Long>> written = StateSpecs.value(VarLongCoder.of());

    @RequiresStableInput
    @ProcessElement
    public void process(@Element KV<String, Long> element, @StateId("written") ValueState<Long> s) {
      s.write(element.getValue());
    }
  }

  @Test
  void exactlyOnceSinkNeedsCheckpoints() {
    Pipeline pipeline = pipeline("--runner=FlinkRunner");
    pipeline
        .apply("Numbers", GenerateSequence.from(0))
        .apply("Keys", WithKeys.of("all"))
        .apply("Write", ParDo.of(new WriteOnce()));
    InvalidPipelineException refused = assertThrows(InvalidPipelineException.class, pipeline::run);
    assertEquals(
        "Transform 'Write/ParMultiDo(WriteOnce)' (beam:transform:pardo:v1) asks for stable input"
            + " (@RequiresStableInput), which a streaming job has from its checkpoints, but the job"
            + " takes none. Set --checkpointingInterval.",
        refused.getMessage());
  }
}
