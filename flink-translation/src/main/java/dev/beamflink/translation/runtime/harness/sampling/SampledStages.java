package dev.beamflink.translation.runtime.harness.sampling;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleDescriptor;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.sdk.fn.data.RemoteGrpcPortRead;

/** What a harness knows of PCollections and transforms, by their ids. Safe for any thread. */
final class SampledStages {

  private static final String ELSEWHERE = "another stage";

  private final Map<String, SampledCollection> collections = new ConcurrentHashMap<>();
  private final Map<String, String> producers = new ConcurrentHashMap<>(); // by PCollection
  private final Map<String, String> transforms = new ConcurrentHashMap<>();

  /** A stage as its harness is told of it. */
  void add(ProcessBundleDescriptor stage) {
    stage
        .getPcollectionsMap()
        .forEach(
            (id, collection) ->
                collections.putIfAbsent(id, SampledCollection.of(collection, stage)));
    stage.getTransformsMap().forEach(this::add);
  }

  private void add(String id, PTransform transform) {
    if (!transform.getSpec().getUrn().equals(RemoteGrpcPortRead.URN)) {
      transforms.put(id, transform.getUniqueName());
      for (String output : transform.getOutputsMap().values()) {
        producers.put(output, transform.getUniqueName());
      }
    }
  }

  /** The PCollection of an id; one whose elements can't be read if none of its stages was added. */
  SampledCollection collection(String id) {
    return collections.getOrDefault(id, new SampledCollection(id, "unknown", Optional::empty));
  }

  /** The full name of the transform that puts a PCollection out. */
  String producer(String collectionId) {
    return producers.getOrDefault(collectionId, ELSEWHERE);
  }

  /** The full name of a transform; its id if none of its stages was added. */
  String transform(String id) {
    return transforms.getOrDefault(id, id);
  }
}
