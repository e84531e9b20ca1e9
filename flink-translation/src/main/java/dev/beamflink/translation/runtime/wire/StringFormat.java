package dev.beamflink.translation.runtime.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The format of {@code StringUtf8Coder}. */
final class StringFormat implements ValueFormat<String> {

  private static final int SHORT_BYTES = 256;

  /** Takes short strings on their way in. */
  private final byte[] shortBytes = new byte[SHORT_BYTES];

  @Override
  public void write(String value, DataOutputView target) throws IOException {
    Encodable.check(value, "String");
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    VarInts.write(bytes.length, target);
    target.write(bytes);
  }

  @Override
  public String read(DataInputView source) throws IOException {
    int length = VarInts.readInt(source);
    if (length < 0) {
      throw new CoderException("Invalid encoded string length: " + length);
    }
    byte[] bytes = length <= SHORT_BYTES ? shortBytes : new byte[length];
    source.readFully(bytes, 0, length);
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
