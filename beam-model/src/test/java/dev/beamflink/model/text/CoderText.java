package dev.beamflink.model.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.util.construction.CoderTranslation;

/**
 * Coders as text: {@code kv<bytes, iterable<varint>>} for model coders, {@code java.VarInt} for
 * custom ones of the Java SDK, {@code missing} for one that is not in the pipeline.
 */
final class CoderText {
  private static final Map<String, Coder<?>> JAVA =
      Map.of(
          "java.VarInt", VarIntCoder.of(),
          "java.Serializable", SerializableCoder.of(String.class));

  private final RunnerApi.Components.Builder components;

  CoderText(RunnerApi.Components.Builder components) {
    this.components = components;
  }

  /** Returns where the coder at the start of a text ends. */
  static int end(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '<' ? 1 : c == '>' ? -1 : 0;
      if (c == ' ' && depth == 0) {
        return i;
      }
    }
    return text.length();
  }

  /** Adds a coder with its components and returns its id, which is the text. */
  String add(String text) {
    if (text.equals("missing")) {
      return text;
    }
    if (JAVA.containsKey(text)) {
      components.putCoders(text, java(JAVA.get(text)));
      return text;
    }
    int open = text.indexOf('<');
    String name = open < 0 ? text : text.substring(0, open);
    RunnerApi.Coder.Builder coder = RunnerApi.Coder.newBuilder();
    coder.getSpecBuilder().setUrn("beam:coder:" + name + ":v1");
    if (open >= 0) {
      split(text.substring(open + 1, text.length() - 1))
          .forEach(component -> coder.addComponentCoderIds(add(component)));
    }
    components.putCoders(text, coder.build());
    return text;
  }

  private static List<String> split(String list) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < list.length(); i++) {
      char c = list.charAt(i);
      depth += c == '<' ? 1 : c == '>' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(list.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(list.substring(start).strip());
    return parts;
  }

  private static RunnerApi.Coder java(Coder<?> coder) {
    try {
      return CoderTranslation.toProto(coder).getCoder();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
