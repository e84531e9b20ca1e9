package dev.beamflink.benchmarks.parts;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Redistribute;
import org.apache.beam.sdk.values.PCollection;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** An element through a stage of some DoFns and a sink. */
@State(Scope.Thread)
public class FusedDoFns {

  @Param({"0", "1", "10"})
  public int doFns;

  private final StreamRecord<Object>[] elements = Elements.numbers();
  private TranslatedOperator operator;

  @Setup
  public void open() throws Exception {
    Pipeline pipeline = Pipeline.create();
    PCollection<Long> last =
        pipeline
            .apply(Impulse.create())
            .apply("Numbers", ParDo.of(new Elements.Numbers()))
            .apply("Exchange", Redistribute.arbitrarily())
            .apply("Root", ParDo.of(new Elements.Forward<>()))
            .setCoder(Elements.LONG);
    for (int i = 0; i < doFns; i++) {
      last = last.apply("Increment " + i, ParDo.of(new Elements.Increment()));
    }
    last.apply("Sink", ParDo.of(new Elements.Sink<>()));
    operator = TranslatedOperator.open(pipeline, "Root/ParMultiDo(Forward)", Backend.HEAP);
  }

  @Benchmark
  @OperationsPerInvocation(Elements.COUNT)
  public void element() throws Exception {
    for (StreamRecord<Object> element : elements) {
      operator.process(element);
    }
  }

  @TearDown
  public void close() throws Exception {
    operator.close();
  }
}
