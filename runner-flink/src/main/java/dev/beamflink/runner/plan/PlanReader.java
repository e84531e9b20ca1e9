package dev.beamflink.runner.plan;

import dev.beamflink.translation.runtime.element.CoderTypeInformation;
import dev.beamflink.translation.runtime.format.CoderDescription;
import dev.beamflink.translation.runtime.format.Described;
import dev.beamflink.translation.runtime.format.OperatorDescription;
import dev.beamflink.translation.runtime.format.SerializerDescription;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.apache.flink.streaming.api.operators.UdfStreamOperatorFactory;
import org.apache.flink.streaming.api.transformations.AbstractMultipleInputTransformation;
import org.apache.flink.streaming.api.transformations.KeyedMultipleInputTransformation;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.api.transformations.SourceTransformation;
import org.jspecify.annotations.Nullable;

/** Reads the plan of a job off the environment that it was translated into. Used in the client. */
public final class PlanReader {

  private static final OperatorDescription STATELESS = new OperatorDescription("", List.of());

  private final StreamExecutionEnvironment environment;
  private final boolean streaming;

  private PlanReader(StreamExecutionEnvironment environment, boolean streaming) {
    this.environment = environment;
    this.streaming = streaming;
  }

  /**
   * The plan of what stands in the environment.
   *
   * @param mode that it was translated for
   * @param streaming whether that mode has savepoints
   * @param maxParallelismFixed whether the maximum parallelism is what the options say
   */
  public static JobPlan plan(
      StreamExecutionEnvironment environment,
      String mode,
      boolean streaming,
      boolean maxParallelismFixed) {
    return new JobPlan(
        JobPlan.FORMAT_VERSION,
        Versions.current(),
        mode,
        environment.getMaxParallelism(),
        maxParallelismFixed,
        new PlanReader(environment, streaming).nodes());
  }

  private List<PlannedNode> nodes() {
    Set<Transformation<?>> all = new LinkedHashSet<>();
    for (Transformation<?> transformation : environment.getTransformations()) {
      all.addAll(transformation.getTransitivePredecessors());
      all.add(transformation);
    }
    return all.stream()
        .filter(transformation -> transformation.getUid() != null) // others are no nodes
        .sorted(Comparator.comparingInt(Transformation::getId))
        .map(this::node)
        .toList();
  }

  private PlannedNode node(Transformation<?> transformation) {
    OperatorDescription operator = streaming ? operator(transformation) : STATELESS;
    return new PlannedNode(
        transformation.getUid(),
        transformation.getName(),
        transformation.getParallelism(),
        transformation.getMaxParallelism() > 0
            ? transformation.getMaxParallelism()
            : environment.getMaxParallelism(),
        operator.windowing(),
        operator.states().isEmpty() ? null : key(transformation),
        operator.states(),
        operator.timers(),
        output(transformation.getOutputType()));
  }

  private static OperatorDescription operator(Transformation<?> transformation) {
    return describing(transformation) instanceof Described described
        ? described.describe()
        : STATELESS;
  }

  private static @Nullable Object describing(Transformation<?> transformation) {
    if (transformation instanceof SourceTransformation<?, ?, ?> source) {
      return source.getSource();
    }
    StreamOperatorFactory<?> factory =
        transformation instanceof OneInputTransformation<?, ?> oneInput
            ? oneInput.getOperatorFactory()
            : transformation instanceof AbstractMultipleInputTransformation<?> multipleInput
                ? multipleInput.getOperatorFactory()
                : null;
    return factory instanceof UdfStreamOperatorFactory<?> ofFunction
        ? ofFunction.getUserFunction()
        : factory;
  }

  private @Nullable SerializerDescription key(Transformation<?> transformation) {
    TypeInformation<?> type =
        transformation instanceof OneInputTransformation<?, ?> oneInput
            ? oneInput.getStateKeyType()
            : transformation instanceof KeyedMultipleInputTransformation<?> multipleInput
                ? multipleInput.getStateKeyType()
                : null;
    return type == null
        ? null
        : SerializerDescription.of(
            type.createSerializer(environment.getConfig().getSerializerConfig()));
  }

  private static @Nullable CoderDescription output(TypeInformation<?> type) {
    return type instanceof CoderTypeInformation<?> coded
        ? CoderDescription.of(coded.coder())
        : null;
  }
}
