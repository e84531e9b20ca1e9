package dev.beamflink.model.print;

import dev.beamflink.model.graph.CoderId;
import dev.beamflink.model.graph.JavaCoder;
import dev.beamflink.model.graph.PipelineGraph;
import java.util.stream.Collectors;
import org.apache.beam.model.pipeline.v1.RunnerApi;

/**
 * Prints a coder by structure, for example {@code kv<string_utf8, iterable<varint>>}. The Java
 * SDK's custom coders are printed by class; their payload would be different with every compile.
 */
public final class CoderPrinter {
  private final PipelineGraph graph;

  public CoderPrinter(PipelineGraph graph) {
    this.graph = graph;
  }

  /** Prints a coder with its components. */
  public String print(CoderId id) {
    RunnerApi.Coder coder = graph.coder(id);
    String name = UrnPrinter.print(coder.getSpec().getUrn());
    if (JavaCoder.is(coder)) {
      return JavaCoder.read(coder).map(CoderPrinter::className).orElse(name);
    }
    if (coder.getComponentCoderIdsCount() == 0) {
      return name;
    }
    return coder.getComponentCoderIdsList().stream()
        .map(component -> print(new CoderId(component)))
        .collect(Collectors.joining(", ", name + "<", ">"));
  }

  /** The name without the package; with the enclosing classes, as many are called just "Coder". */
  private static String className(Object coder) {
    String name = coder.getClass().getName();
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
