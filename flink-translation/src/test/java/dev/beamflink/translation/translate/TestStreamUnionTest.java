package dev.beamflink.translation.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.MultipleInputTransformation;
import org.junit.jupiter.api.Test;

class TestStreamUnionTest {

  private final StreamExecutionEnvironment environment =
      StreamExecutionEnvironment.getExecutionEnvironment();

  private List<DataStream<Long>> streams(int count) {
    List<DataStream<Long>> streams = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      streams.add(environment.fromSequence(i, i));
    }
    return streams;
  }

  private List<MultipleInputTransformation<?>> unionsBehind(DataStream<Long> union) {
    List<MultipleInputTransformation<?>> unions = new ArrayList<>();
    for (Transformation<?> node : union.getTransformation().getTransitivePredecessors()) {
      if (node instanceof MultipleInputTransformation<?> operator) {
        unions.add(operator);
      }
    }
    return unions;
  }

  @Test
  void oneStreamIsItsOwnUnion() {
    List<DataStream<Long>> streams = streams(1);
    assertSame(streams.get(0), TestStreamUnion.of(streams, "Flatten", 1, environment));
  }

  @Test
  void manyStreamsMakeATree() {
    List<DataStream<Long>> streams = streams(130);
    DataStream<Long> union = TestStreamUnion.of(streams, "Flatten", 1, environment);
    List<MultipleInputTransformation<?>> unions = unionsBehind(union);
    Set<String> uids = new HashSet<>();
    unions.forEach(operator -> uids.add(operator.getUid()));
    assertEquals(4, unions.size());
    assertEquals(4, uids.size(), "each has a uid of its own");
    assertTrue(unions.stream().allMatch(operator -> operator.getInputs().size() <= 63));
    List<Transformation<?>> read = union.getTransformation().getTransitivePredecessors();
    assertTrue(
        streams.stream().allMatch(stream -> read.contains(stream.getTransformation())),
        "all streams are read");
  }
}
