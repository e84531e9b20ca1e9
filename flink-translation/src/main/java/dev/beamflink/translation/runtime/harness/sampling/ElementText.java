package dev.beamflink.translation.runtime.harness.sampling;

import java.util.Iterator;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/** Elements as text of a bounded length; bytes as Python writes them, others as hex. */
final class ElementText {

  static final int MAX_LENGTH = 1_000;

  private static final String CUT = "...";

  private final StringBuilder text = new StringBuilder();

  private ElementText() {}

  /** An element that the runner could read. */
  static String of(@Nullable Object element) {
    ElementText text = new ElementText();
    text.add(element);
    return text.cut();
  }

  private void add(@Nullable Object element) {
    if (element instanceof byte[] bytes) {
      addBytes(ByteString.copyFrom(bytes));
    } else if (element instanceof ByteString bytes) {
      addBytes(bytes);
    } else if (element instanceof KV<?, ?> pair) {
      text.append('(');
      add(pair.getKey());
      text.append(", ");
      add(pair.getValue());
      text.append(')');
    } else if (element instanceof Iterable<?> elements) {
      addAll(elements.iterator());
    } else {
      text.append(element);
    }
  }

  private void addAll(Iterator<?> elements) {
    text.append('[');
    while (elements.hasNext() && !isFull()) {
      add(elements.next());
      text.append(elements.hasNext() ? ", " : "");
    }
    text.append(']');
  }

  private void addBytes(ByteString bytes) {
    text.append("b'");
    for (int i = 0; i < bytes.size() && !isFull(); i++) {
      char value = (char) (bytes.byteAt(i) & 0xff);
      if (value == '\\' || value == '\'') {
        text.append('\\').append(value);
      } else if (value >= ' ' && value <= '~') {
        text.append(value);
      } else {
        text.append("\\x%02x".formatted((int) value));
      }
    }
    text.append('\'');
  }

  private boolean isFull() {
    return text.length() > MAX_LENGTH;
  }

  private String cut() {
    return isFull() ? text.substring(0, MAX_LENGTH) + CUT : text.toString();
  }
}
