package dev.beamflink.translation.runtime.harness.sampling;

import dev.beamflink.translation.runtime.element.KnownCoders;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleDescriptor;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.PCollection;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Suppliers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PCollection of which samples come.
 *
 * @param name of the PCollection
 * @param coderId as the SDK knows it
 * @param coder of its elements; empty if only the SDK can read them
 */
record SampledCollection(String name, String coderId, Supplier<Optional<Coder<Object>>> coder) {

  private static final Logger LOG = LoggerFactory.getLogger(SampledCollection.class);

  /** One of a stage, as its harness was told of it. */
  static SampledCollection of(PCollection collection, ProcessBundleDescriptor stage) {
    String coderId = collection.getCoderId();
    return new SampledCollection(
        collection.getUniqueName(),
        coderId,
        Suppliers.memoize(() -> coder(coderId, stage))); // few are sampled
  }

  private static Optional<Coder<Object>> coder(String id, ProcessBundleDescriptor stage) {
    try {
      return KnownCoders.find(
          id, Components.newBuilder().putAllCoders(stage.getCodersMap()).build());
    } catch (IOException | RuntimeException e) {
      LOG.debug("Samples with coder {} can't be read", id, e);
      return Optional.empty();
    }
  }

  /** An element as text; as bytes if it can't be read, or not all of it: Go adds its windows. */
  String text(ByteString element) {
    try {
      InputStream in = element.newInput();
      Object read = coder.get().isPresent() ? coder.get().get().decode(in) : element;
      return ElementText.of(in.available() == 0 ? read : element);
    } catch (IOException | RuntimeException e) {
      LOG.debug("A sample with coder {} can't be read", coderId, e);
      return ElementText.of(element);
    }
  }
}
