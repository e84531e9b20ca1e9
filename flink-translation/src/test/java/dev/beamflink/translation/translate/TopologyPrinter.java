package dev.beamflink.translation.translate;

import dev.beamflink.model.GraphPlanner;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.translation.runtime.operator.BundleLimits;
import dev.beamflink.translation.runtime.options.DeferredOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.util.construction.SplittableParDo;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamEdge;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;

/**
 * The Flink nodes of a pipeline as text: for each its uid, operator and parallelism, then where its
 * input comes from and through what exchange.
 */
final class TopologyPrinter {

  private static final int PARALLELISM = 2;

  private final StreamGraph graph;
  private final Map<Integer, String> uids = new HashMap<>();

  private TopologyPrinter(StreamGraph graph) {
    this.graph = graph;
    for (StreamNode node : graph.getStreamNodes()) {
      uids.put(node.getId(), Objects.requireNonNull(node.getTransformationUID(), node.toString()));
    }
  }

  static String print(Consumer<Pipeline> builder, PlanMode mode) {
    return new TopologyPrinter(graph(builder, mode)).print();
  }

  /** The uids of all nodes that may have keyed state. */
  static Set<String> keyedUids(Consumer<Pipeline> builder) {
    Set<String> keyed = new TreeSet<>();
    for (StreamNode node : graph(builder, PlanMode.STREAMING).getStreamNodes()) {
      if (isKeyed(node)) {
        keyed.add(node.getTransformationUID());
      }
    }
    return keyed;
  }

  private static StreamGraph graph(Consumer<Pipeline> builder, PlanMode mode) {
    Pipeline pipeline = Pipeline.create();
    builder.accept(pipeline);
    SplittableParDo.convertReadBasedSplittableDoFnsToPrimitiveReads(pipeline);
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    PipelineTranslator.translate(
        GraphPlanner.plan(PipelineTranslation.toProto(pipeline), mode),
        environment,
        new TranslationSettings(
            mode,
            PARALLELISM,
            new BundleLimits(1000, 1000),
            DeferredOptions.of(pipeline.getOptions())));
    return environment.getStreamGraph();
  }

  private static boolean isKeyed(StreamNode node) {
    return node.getStatePartitioners().length > 0;
  }

  private String print() {
    List<StreamNode> nodes = new ArrayList<>(graph.getStreamNodes());
    nodes.sort(Comparator.comparing(StreamNode::getId));
    StringBuilder text = new StringBuilder();
    for (StreamNode node : nodes) {
      text.append(
          "'%s': %s x%d%s%n"
              .formatted(
                  uids.get(node.getId()),
                  operator(node),
                  node.getParallelism(),
                  isKeyed(node) ? ", keyed" : ""));
      node.getInEdges().forEach(edge -> text.append(input(edge)));
    }
    return text.toString();
  }

  private static String operator(StreamNode node) {
    ClassLoader loader = TopologyPrinter.class.getClassLoader();
    return Objects.requireNonNull(node.getOperatorFactory())
        .getStreamOperatorClass(loader)
        .getSimpleName();
  }

  private String input(StreamEdge edge) {
    return "  <- '%s'%s, %s%n"
        .formatted(
            uids.get(edge.getSourceId()),
            edge.getOutputTag() == null ? "" : ", side output",
            edge.getPartitioner());
  }
}
