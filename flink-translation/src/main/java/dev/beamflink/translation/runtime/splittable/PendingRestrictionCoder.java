package dev.beamflink.translation.runtime.splittable;

import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.stage.RestrictedElement;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StructuredCoder;

/**
 * How a {@link PendingRestriction} is written to checkpoints: format version (one byte), hold and
 * resume time (eight bytes each), element, restriction, estimator state.
 */
public final class PendingRestrictionCoder extends StructuredCoder<PendingRestriction> {

  private static final long serialVersionUID = 1L;
  private static final int VERSION = 1;
  private static final Coder<Long> MILLIS = BigEndianLongCoder.of();

  private final WindowedValueCoder<Object> elementCoder;
  private final Coder<Object> restrictionCoder;
  private final Coder<Object> estimatorStateCoder;

  private PendingRestrictionCoder(
      WindowedValueCoder<Object> elementCoder,
      Coder<Object> restrictionCoder,
      Coder<Object> estimatorStateCoder) {
    this.elementCoder = elementCoder;
    this.restrictionCoder = restrictionCoder;
    this.estimatorStateCoder = estimatorStateCoder;
  }

  /** A coder for restrictions of elements that {@code elementCoder} encodes. */
  public static PendingRestrictionCoder of(
      WindowedValueCoder<Object> elementCoder,
      Coder<Object> restrictionCoder,
      Coder<Object> estimatorStateCoder) {
    return new PendingRestrictionCoder(elementCoder, restrictionCoder, estimatorStateCoder);
  }

  @Override
  @SuppressWarnings("NullAway") // restrictions and states may be null, if their coders say so
  public void encode(PendingRestriction pending, OutputStream out) throws IOException {
    out.write(VERSION);
    MILLIS.encode(pending.holdMillis(), out);
    MILLIS.encode(pending.resumeMillis(), out);
    RestrictedElement part = pending.part();
    elementCoder.encode(part.element(), out);
    restrictionCoder.encode(part.restriction(), out);
    estimatorStateCoder.encode(part.estimatorState(), out);
  }

  @Override
  public PendingRestriction decode(InputStream in) throws IOException {
    int version = in.read();
    if (version != VERSION) {
      throw new IOException(
          "A pending restriction has format version %d, this runner knows version %d. Restore it with a newer release of the runner."
              .formatted(version, VERSION));
    }
    long holdMillis = MILLIS.decode(in);
    long resumeMillis = MILLIS.decode(in);
    return new PendingRestriction(
        new RestrictedElement(
            elementCoder.decode(in), restrictionCoder.decode(in), estimatorStateCoder.decode(in)),
        holdMillis,
        resumeMillis);
  }

  @Override
  public List<? extends Coder<?>> getCoderArguments() {
    return List.of(elementCoder, restrictionCoder, estimatorStateCoder);
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    verifyDeterministic(
        this, "its parts must be", elementCoder, restrictionCoder, estimatorStateCoder);
  }
}
