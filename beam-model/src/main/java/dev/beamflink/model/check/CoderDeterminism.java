package dev.beamflink.model.check;

import dev.beamflink.model.graph.CoderId;
import dev.beamflink.model.graph.JavaCoder;
import dev.beamflink.model.graph.PipelineGraph;
import java.util.Optional;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.Coder.NonDeterministicException;
import org.apache.beam.sdk.util.construction.ModelCoders;

/**
 * Whether a coder encodes equal values to equal bytes, as far as it can be known here.
 *
 * <p>A custom coder of the Java SDK is asked. Of Beam's model coders, only the state-backed
 * iterable is refused: the others are deterministic if their components are, or (doubles,
 * iterables, rows) SDKs differ in their opinion and have applied it when the pipeline was built.
 * Coders of other SDKs were checked by these SDKs, and so was a Java coder whose class is not on
 * the class path.
 */
final class CoderDeterminism {
  private final PipelineGraph graph;

  CoderDeterminism(PipelineGraph graph) {
    this.graph = graph;
  }

  /** Returns why a coder is not deterministic, or nothing if it is not known not to be. */
  Optional<String> whyNot(CoderId id) {
    RunnerApi.Coder coder = graph.coder(id);
    String urn = coder.getSpec().getUrn();
    if (JavaCoder.is(coder)) {
      return JavaCoder.read(coder).flatMap(CoderDeterminism::whyNotJava);
    }
    if (urn.equals(ModelCoders.STATE_BACKED_ITERABLE_CODER_URN)) {
      return Optional.of("a state-backed iterable may be encoded as a reference");
    }
    return coder.getComponentCoderIdsList().stream()
        .map(component -> whyNot(new CoderId(component)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> whyNotJava(Coder<?> coder) {
    try {
      coder.verifyDeterministic();
      return Optional.empty();
    } catch (NonDeterministicException e) {
      return Optional.of("%s: %s".formatted(coder, String.join(", ", e.getReasons())));
    }
  }
}
