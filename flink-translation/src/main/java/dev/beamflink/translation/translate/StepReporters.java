package dev.beamflink.translation.translate;

import dev.beamflink.translation.runtime.teststream.StepLeaf;
import dev.beamflink.translation.runtime.teststream.StepReporterOperatorFactory;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Puts a reporter of steps behind each node of a pipeline with TestStreams that nobody reads. */
final class StepReporters {

  private StepReporters() {}

  static void addTo(StreamExecutionEnvironment environment) {
    List<Transformation<?>> nodes = List.copyOf(environment.getTransformations());
    Set<Transformation<?>> read = readBy(nodes);
    List<Transformation<?>> leaves = nodes.stream().filter(node -> !read.contains(node)).toList();
    for (int i = 0; i < leaves.size(); i++) {
      add(leaves.get(i), new StepLeaf(i, leaves.size()), environment);
    }
  }

  /** What the nodes read, directly or through exchanges and side outputs. */
  private static Set<Transformation<?>> readBy(Collection<Transformation<?>> nodes) {
    Set<Transformation<?>> read = new HashSet<>();
    Deque<Transformation<?>> open = new ArrayDeque<>(nodes);
    while (!open.isEmpty()) {
      for (Transformation<?> input : open.pop().getInputs()) {
        if (read.add(input)) {
          open.push(input);
        }
      }
    }
    return read;
  }

  @SuppressWarnings("unchecked") // a reporter looks at no element
  private static void add(
      Transformation<?> leaf, StepLeaf number, StreamExecutionEnvironment environment) {
    String name = "TestStream reporter " + number.number();
    Uids.assign(
        new DataStream<>(environment, (Transformation<Object>) leaf)
            .transform(name, Types.LONG, new StepReporterOperatorFactory(number)),
        Uids.of(leaf.getUid(), "steps"),
        name,
        leaf.getParallelism());
  }
}
