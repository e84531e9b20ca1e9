package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.element.RehydratedWindowing;
import dev.beamflink.translation.runtime.stage.StageServices;
import dev.beamflink.translation.runtime.stage.StageSpec;
import dev.beamflink.translation.runtime.window.SdkWindows;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleRequest.CacheToken.SideInput;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateKey;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.runners.fnexecution.wire.LengthPrefixUnknownCoders;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.construction.RehydratedComponents;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;

/**
 * Answers what an SDK asks of the side inputs of a stage. All that it asks for is there: elements
 * whose side inputs are not ready are not given to a stage. Task thread only.
 */
final class HarnessSideInputs {

  /** A side input of a transform. */
  private record Key(String transformId, String localName) {}

  /** How it is read. */
  private record Entry(
      String transformName, PCollectionView<EncodedView> view, Coder<BoundedWindow> windowCoder) {}

  private final StageServices services;
  private final Map<Key, Entry> entries = new HashMap<>();

  /** For those of a stage, which may have none. */
  HarnessSideInputs(StageSpec spec, StageServices services) {
    this.services = services;
    for (String id : spec.transformIds()) {
      PTransform transform = spec.components().getTransformsOrThrow(id);
      for (String localName : ExecutableStages.sideInputs(transform)) {
        entries.put(new Key(id, localName), entry(spec.components(), transform, localName));
      }
    }
  }

  private static Entry entry(Components components, PTransform transform, String localName) {
    String collectionId = transform.getInputsOrThrow(localName);
    String windowingId = components.getPcollectionsOrThrow(collectionId).getWindowingStrategyId();
    try {
      Components.Builder known = components.toBuilder();
      String coderId =
          LengthPrefixUnknownCoders.addLengthPrefixedCoder(
              components.getPcollectionsOrThrow(collectionId).getCoderId(), known, true);
      RehydratedComponents rehydrated = RehydratedComponents.forComponents(known.build());
      WindowingStrategy<?, ?> windowing =
          RehydratedWindowing.of(components, rehydrated, windowingId);
      @SuppressWarnings("unchecked") // what elements are does not matter
      Coder<Object> coder = (Coder<Object>) rehydrated.getCoder(coderId);
      return new Entry(
          transform.getUniqueName(),
          new HarnessView(
              SideInputTags.of(transform.getUniqueName(), localName),
              new EncodedViewFn(coder, accessPattern(transform, localName)),
              windowing,
              coder),
          windowCoder(windowing));
    } catch (IOException e) {
      throw new IllegalStateException(
          "Side input '%s' of transform '%s' can't be rehydrated: %s"
              .formatted(localName, transform.getUniqueName(), e.getMessage()),
          e);
    }
  }

  private static String accessPattern(PTransform transform, String localName) throws IOException {
    return ParDoPayload.parseFrom(transform.getSpec().getPayload())
        .getSideInputsOrThrow(localName)
        .getAccessPattern()
        .getUrn();
  }

  @SuppressWarnings("unchecked") // every window of the PCollection is one of its window coder
  private static Coder<BoundedWindow> windowCoder(WindowingStrategy<?, ?> windowing) {
    return (Coder<BoundedWindow>) windowing.getWindowFn().windowCoder();
  }

  /** All of the stage, as SDKs name them. */
  List<SideInput> names() {
    return entries.keySet().stream()
        .map(
            key ->
                SideInput.newBuilder()
                    .setTransformId(key.transformId())
                    .setSideInputId(key.localName())
                    .build())
        .toList();
  }

  /** Whether that is of a side input. */
  boolean has(StateKey key) {
    return switch (key.getTypeCase()) {
      case ITERABLE_SIDE_INPUT,
          MULTIMAP_KEYS_SIDE_INPUT,
          MULTIMAP_SIDE_INPUT,
          MULTIMAP_KEYS_VALUES_SIDE_INPUT ->
          true;
      default -> false;
    };
  }

  /**
   * Answers what is asked for, in parts of whole elements.
   *
   * @throws UnknownStateException if the stage has no such side input, or not in this form
   */
  Iterable<ByteString> read(StateKey key) {
    return switch (key.getTypeCase()) {
      case ITERABLE_SIDE_INPUT -> {
        StateKey.IterableSideInput asked = key.getIterableSideInput();
        yield view(asked.getTransformId(), asked.getSideInputId(), asked.getWindow()).all();
      }
      case MULTIMAP_KEYS_SIDE_INPUT -> {
        StateKey.MultimapKeysSideInput asked = key.getMultimapKeysSideInput();
        yield view(asked.getTransformId(), asked.getSideInputId(), asked.getWindow()).all();
      }
      case MULTIMAP_SIDE_INPUT -> {
        StateKey.MultimapSideInput asked = key.getMultimapSideInput();
        yield view(asked.getTransformId(), asked.getSideInputId(), asked.getWindow())
            .valuesOf(asked.getKey());
      }
      case MULTIMAP_KEYS_VALUES_SIDE_INPUT -> {
        StateKey.MultimapKeysValuesSideInput asked = key.getMultimapKeysValuesSideInput();
        yield view(asked.getTransformId(), asked.getSideInputId(), asked.getWindow())
            .keysAndValues();
      }
      default ->
          throw new UnknownStateException(
              "An SDK asks for a side input of kind %s, which this runner does not have"
                  .formatted(key.getTypeCase()));
    };
  }

  private EncodedView view(String transformId, String localName, ByteString window) {
    Entry entry = entries.get(new Key(transformId, localName));
    if (entry == null) {
      throw new UnknownStateException(
          "An SDK asks for side input '%s' of transform '%s', which its stage has not"
              .formatted(localName, transformId));
    }
    try {
      return services
          .sideInputs(entry.transformName())
          .get(entry.view(), SdkWindows.decodeAlone(entry.windowCoder(), window.newInput()));
    } catch (IOException e) {
      throw new UnknownStateException(
          "An SDK asks for side input '%s' of transform '%s' in a window that can't be read: %s"
              .formatted(localName, entry.transformName(), e.getMessage()));
    }
  }
}
