package dev.beamflink.benchmarks.parts;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** An element through a DoFn that reads the value state of its key and writes it. */
@State(Scope.Thread)
public class KeyedStateAccess {

  @Param public Backend backend;

  private final StreamRecord<Object>[] elements = Elements.keyedNumbers();
  private TranslatedOperator operator;

  @Setup
  public void open() throws Exception {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Impulse.create())
        .apply("Pairs", ParDo.of(new Elements.Pairs()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), Elements.LONG))
        .apply("Count", ParDo.of(new Count()));
    operator = TranslatedOperator.open(pipeline, "Count/ParMultiDo(Count)", backend);
  }

  @Benchmark
  @OperationsPerInvocation(Elements.COUNT)
  public void readAndWrite() throws Exception {
    for (StreamRecord<Object> element : elements) {
      operator.process(element);
    }
  }

  @TearDown
  public void close() throws Exception {
    operator.close();
  }

  private static final class Count extends DoFn<KV<String, Long>, Void> {

    @StateId("count")
    private final StateSpec<ValueState<Long>> countSpec = StateSpecs.value(Elements.LONG);

    @ProcessElement
    public void process(@StateId("count") ValueState<Long> count) {
      Long before = count.read();
      count.write(before == null ? 1 : before + 1);
    }
  }
}
