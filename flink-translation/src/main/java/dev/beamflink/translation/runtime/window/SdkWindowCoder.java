package dev.beamflink.translation.runtime.window;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.InstantCoder;
import org.apache.beam.sdk.coders.LengthPrefixCoder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.joda.time.Instant;

/**
 * The coder {@code beam:coder:custom_window:v1} of the model: a window's last timestamp, and then
 * whatever its SDK has written. Beam's own for Java wants a Java object for that.
 */
public final class SdkWindowCoder extends StructuredCoder<BoundedWindow> {

  private static final long serialVersionUID = 1L;

  private static final Coder<byte[]> WITH_LENGTH = LengthPrefixCoder.of(ByteArrayCoder.of());

  private final Coder<Object> rest;

  private SdkWindowCoder(Coder<Object> rest) {
    this.rest = rest;
  }

  /**
   * Returns the coder.
   *
   * @param rest finds the end of what the SDK has written
   */
  @SuppressWarnings("unchecked") // what it reads it writes
  public static SdkWindowCoder of(Coder<?> rest) {
    return new SdkWindowCoder((Coder<Object>) rest);
  }

  @Override
  public void encode(BoundedWindow window, OutputStream out) throws IOException {
    InstantCoder.of().encode(window.maxTimestamp(), out);
    out.write(((SdkWindow) window).encoded());
  }

  @Override
  public BoundedWindow decode(InputStream in) throws IOException {
    Instant end = InstantCoder.of().decode(in);
    return new SdkWindow(end, encoded(rest, rest.decode(in)));
  }

  /**
   * The window of an SDK that has written it with nothing behind it: without its length, which it
   * has among other things.
   */
  public BoundedWindow decodeAlone(InputStream in) throws IOException {
    Instant end = InstantCoder.of().decode(in);
    byte[] written = in.readAllBytes();
    if (!(rest instanceof LengthPrefixCoder<?>)) {
      return new SdkWindow(end, encoded(rest, CoderUtils.decodeFromByteArray(rest, written)));
    }
    return new SdkWindow(end, encoded(WITH_LENGTH, written));
  }

  private static <T> byte[] encoded(Coder<T> coder, T value) throws IOException {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    coder.encode(value, encoded);
    return encoded.toByteArray();
  }

  @Override
  public List<? extends Coder<?>> getCoderArguments() {
    return List.of(rest);
  }

  /** Windows are compared by what their SDK writes, so it has to write equal ones equally. */
  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
