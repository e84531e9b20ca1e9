package dev.beamflink.conformance.canary;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.runners.AppliedPTransform;
import org.apache.beam.sdk.runners.PTransformMatcher;
import org.apache.beam.sdk.runners.PTransformOverride;
import org.apache.beam.sdk.runners.PTransformOverrideFactory;
import org.apache.beam.sdk.runners.TransformHierarchy.Node;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.util.construction.ReplacementOutputs;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Has every root of a pipeline emit each of its elements a number of times.
 *
 * <p>A root is a primitive without input, except that a {@code Read} counts as a whole: runners
 * replace it by a source of their own, and what was inserted inside it would be gone.
 */
final class RootRewrite {

  private RootRewrite() {}

  static void apply(Pipeline pipeline, int copies) {
    RootCollector roots = new RootCollector();
    pipeline.traverseTopologically(roots);
    pipeline.replaceAll(
        List.of(PTransformOverride.of(new RootMatcher(roots.found), new Replacement<>(copies))));
  }

  private static final class RootCollector extends Pipeline.PipelineVisitor.Defaults {
    private final Set<PTransform<?, ?>> found = Collections.newSetFromMap(new IdentityHashMap<>());

    @Override
    public CompositeBehavior enterCompositeTransform(Node node) {
      PTransform<?, ?> transform = node.getTransform();
      if (transform instanceof Read.Bounded || transform instanceof Read.Unbounded) {
        found.add(transform);
        return CompositeBehavior.DO_NOT_ENTER_TRANSFORM;
      }
      return CompositeBehavior.ENTER_TRANSFORM;
    }

    @Override
    public void visitPrimitiveTransform(Node node) {
      // A Flatten of nothing has no input either, and nothing to repeat.
      if (node.getInputs().isEmpty() && !(node.getTransform() instanceof Flatten.PCollections)) {
        found.add(node.getTransform());
      }
    }
  }

  private record RootMatcher(Set<PTransform<?, ?>> roots) implements PTransformMatcher {

    @Override
    public boolean matches(AppliedPTransform<?, ?, ?> application) {
      return roots.contains(application.getTransform());
    }

    /** A replaced root is still there, inside its replacement. */
    @Override
    public boolean matchesDuringValidation(AppliedPTransform<?, ?, ?> application) {
      return false;
    }
  }

  private record Replacement<T>(int copies)
      implements PTransformOverrideFactory<
          PBegin, PCollection<T>, PTransform<PBegin, PCollection<T>>> {

    @Override
    public PTransformReplacement<PBegin, PCollection<T>> getReplacementTransform(
        AppliedPTransform<PBegin, PCollection<T>, PTransform<PBegin, PCollection<T>>> root) {
      return PTransformReplacement.of(
          PBegin.in(root.getPipeline()), new RepeatedRoot<>(root.getTransform(), copies));
    }

    @Override
    public Map<PCollection<?>, ReplacementOutput> mapOutputs(
        Map<TupleTag<?>, PCollection<?>> outputs, PCollection<T> newOutput) {
      return ReplacementOutputs.singleton(outputs, newOutput);
    }
  }
}
