package dev.beamflink.model.parse;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;

/**
 * Removes {@code CreatePCollectionView}. It does nothing to elements: how a side input is viewed
 * stands in the payload of the transform that reads it, which therefore reads the view's input
 * directly. The Java SDK elides it too, unless it is asked not to.
 */
final class ViewElision {
  /** Deprecated in Beam, as runners need it no more. */
  private static final String CREATE_VIEW_URN = "beam:transform:create_view:v1";

  private ViewElision() {}

  /** Returns the pipeline without views; the same object if it has none. */
  static RunnerApi.Pipeline apply(RunnerApi.Pipeline pipeline) {
    return PassThroughElision.remove(
        pipeline,
        pipeline.getComponents().getTransformsMap().entrySet().stream()
            .filter(entry -> isView(entry.getValue()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet()));
  }

  /** One that returns its very input is an empty composite, which needs no elision. */
  private static boolean isView(PTransform transform) {
    return transform.getSpec().getUrn().equals(CREATE_VIEW_URN)
        && transform.getSubtransformsCount() == 0
        && transform.getInputsCount() == 1
        && transform.getOutputsCount() == 1
        && !transform.getInputsMap().values().containsAll(transform.getOutputsMap().values());
  }
}
