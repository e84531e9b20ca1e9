package dev.beamflink.model.graph;

import java.util.Optional;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.util.construction.CoderTranslation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The custom coders of the Java SDK, which stand in the proto as serialized objects. */
public final class JavaCoder {
  private static final Logger LOG = LoggerFactory.getLogger(JavaCoder.class);

  private JavaCoder() {}

  /** Returns whether a coder is a custom one of the Java SDK. */
  public static boolean is(RunnerApi.Coder coder) {
    return coder.getSpec().getUrn().equals(CoderTranslation.JAVA_SERIALIZED_CODER_URN);
  }

  /**
   * Deserializes a custom coder.
   *
   * @return nothing if that is not possible here: its class is not on the class path when another
   *     process built the pipeline
   */
  public static Optional<Coder<?>> read(RunnerApi.Coder coder) {
    byte[] serialized = coder.getSpec().getPayload().toByteArray();
    try {
      return Optional.of(
          (Coder<?>) SerializableUtils.deserializeFromByteArray(serialized, "custom coder"));
    } catch (IllegalArgumentException e) {
      LOG.debug("A custom coder of the pipeline cannot be read in this process", e);
      return Optional.empty();
    }
  }
}
