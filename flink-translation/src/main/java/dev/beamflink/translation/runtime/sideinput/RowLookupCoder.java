package dev.beamflink.translation.runtime.sideinput;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.schemas.SchemaCoder;
import org.jspecify.annotations.Nullable;

/**
 * Coder of the keys of a map view that hold {@code Row}s: keys are equal when their encoded forms
 * are. Rows themselves are equal only if their schemas are, down to what may be null, and user code
 * looks up with the schema at its hand: Beam's own broadcast join does.
 */
final class RowLookupCoder<K extends @Nullable Object> extends Coder<K> {

  private static final long serialVersionUID = 1L;

  private final Coder<K> coder;

  private RowLookupCoder(Coder<K> coder) {
    this.coder = coder;
  }

  /** The coder to compare keys with: the given one, if it holds no rows. */
  static <K extends @Nullable Object> Coder<K> of(Coder<K> keyCoder) {
    return holdsRows(keyCoder) ? new RowLookupCoder<>(keyCoder) : keyCoder;
  }

  private static boolean holdsRows(Coder<?> coder) {
    return coder instanceof SchemaCoder
        || coder.getCoderArguments().stream().anyMatch(RowLookupCoder::holdsRows);
  }

  @Override
  public void encode(K value, OutputStream out) throws IOException {
    coder.encode(value, out);
  }

  @Override
  public K decode(InputStream in) throws IOException {
    return coder.decode(in);
  }

  @Override
  public boolean consistentWithEquals() {
    return false;
  }

  @Override
  public List<? extends Coder<?>> getCoderArguments() {
    return List.of(coder);
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    coder.verifyDeterministic();
  }
}
