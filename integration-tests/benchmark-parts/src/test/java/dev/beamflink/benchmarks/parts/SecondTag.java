package dev.beamflink.benchmarks.parts;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Redistribute;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * An element through a DoFn that puts it out with its second tag, within its stage or out of it.
 */
@State(Scope.Thread)
public class SecondTag {

  private static final TupleTag<Long> MAIN = new TupleTag<>("main");
  private static final TupleTag<Long> SECOND = new TupleTag<>("second");

  /** Where the output goes. */
  public enum Way {
    WITHIN_THE_STAGE,
    OUT_OF_THE_STAGE
  }

  @Param public Way way;

  private final StreamRecord<Object>[] elements = Elements.numbers();
  private TranslatedOperator operator;

  @Setup
  public void open() throws Exception {
    Pipeline pipeline = Pipeline.create();
    PCollectionTuple outputs =
        pipeline
            .apply(Impulse.create())
            .apply("Numbers", ParDo.of(new Elements.Numbers()))
            .apply("Exchange", Redistribute.arbitrarily())
            .apply("Root", ParDo.of(new ToSecond()).withOutputTags(MAIN, TupleTagList.of(SECOND)));
    // The main output has to leave the stage too, or the second would be the main one of the node
    outputs.get(MAIN).setCoder(Elements.LONG).apply("Exchange main", Redistribute.arbitrarily());
    outputs.get(SECOND).setCoder(Elements.LONG);
    if (way == Way.WITHIN_THE_STAGE) {
      outputs.get(SECOND).apply("Sink", ParDo.of(new Elements.Sink<>()));
    } else {
      outputs.get(SECOND).apply("Exchange second", Redistribute.arbitrarily());
    }
    operator = TranslatedOperator.open(pipeline, "Root", Backend.HEAP);
  }

  @Benchmark
  @OperationsPerInvocation(Elements.COUNT)
  public int element() throws Exception {
    for (StreamRecord<Object> element : elements) {
      operator.process(element);
    }
    return operator.takeOutput();
  }

  @TearDown
  public void close() throws Exception {
    operator.close();
  }

  private static final class ToSecond extends DoFn<Long, Long> {
    @ProcessElement
    public void process(@Element Long number, MultiOutputReceiver out) {
      out.get(SECOND).output(number);
    }
  }
}
