package dev.beamflink.translation.runtime.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateGetResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateKey;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.StateSpec;
import org.apache.beam.runners.core.InMemoryStateInternals;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.runners.fnexecution.wire.ByteStringCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.MultimapState;
import org.apache.beam.sdk.util.construction.SdkComponents;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

class MultimapEntriesBytesTest {

  private static final Coder<KV<String, Iterable<String>>> AS_READ =
      KvCoder.of(StringUtf8Coder.of(), IterableCoder.of(StringUtf8Coder.of()));

  private final MultimapState<ByteString, ByteString> state =
      InMemoryStateInternals.forKey("key")
          .state(
              StateNamespaces.global(),
              StateTags.multimap("map", ByteStringCoder.of(), ByteStringCoder.of()));

  @Test
  void keysComeWithTheirValuesInTheOrderOfTheirPuts() throws IOException {
    state.put(encoded("a"), encoded("1", "2"));
    state.put(encoded("b"), encoded(""));
    state.put(encoded("a"), encoded("3"));
    assertEquals(
        Map.of("a", List.of("1", "2", "3"), "b", List.of("")),
        decoded(ByteString.copyFrom(entries(multimapOf(StringUtf8Coder.of())).read())));
  }

  /** Each page can be read by itself, and one key's values are on several. */
  @Test
  void valuesOfAKeyAreOnSeveralPages() throws IOException {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      values.add(i + "x".repeat(100_000));
      state.put(encoded("a"), encoded(values.get(i)));
    }
    UserStateBytes entries = entries(multimapOf(StringUtf8Coder.of()));
    StatePages pages = new StatePages();
    List<String> read = new ArrayList<>();
    int count = 0;
    ByteString token = ByteString.EMPTY;
    do {
      StateGetResponse page =
          pages.page(StateKey.getDefaultInstance(), entries::read, token).build();
      read.addAll(decoded(page.getData()).get("a"));
      token = page.getContinuationToken();
      count++;
    } while (!token.isEmpty());
    assertEquals(values, read);
    assertTrue(count > 2, () -> "one key on " + read.size() + " pages");
  }

  @Test
  void javaCodersWhoseClassIsHereAreKnown() throws IOException {
    ByteString.Output values = ByteString.newOutput();
    VarIntCoder.of().encode(1, values);
    VarIntCoder.of().encode(1_000, values);
    assertEquals(2, multimapOf(VarIntCoder.of()).count(values.toByteString()));
  }

  @Test
  void mapsHaveOneValueToAKey() throws IOException {
    StateSpec.Builder map = StateSpec.newBuilder();
    map.getMapSpecBuilder().setValueCoderId("unknown");
    state.put(encoded("a"), encoded("1"));
    assertEquals(
        Map.of("a", List.of("1")),
        decoded(
            ByteString.copyFrom(
                entries(AppendedValues.of("map", map.build(), Components.getDefaultInstance()))
                    .read())));
  }

  @Test
  void valuesThatOnlyTheSdkKnowsAreNamed() {
    RunnerApi.Coder.Builder pickled = RunnerApi.Coder.newBuilder();
    pickled.getSpecBuilder().setUrn("beam:coder:pickled_python:v1");
    Components components = Components.newBuilder().putCoders("unknown", pickled.build()).build();
    AppendedValues values = AppendedValues.of("map", multimap("unknown"), components);
    state.put(encoded("a"), encoded("1"));
    String message =
        assertThrows(UnknownStateException.class, () -> ByteString.copyFrom(entries(values).read()))
            .getMessage();
    assertTrue(
        message.contains("'map'") && message.contains("beam:coder:pickled_python:v1"), message);
  }

  @Test
  void clearingEntriesClearsTheMultimap() throws IOException {
    state.put(encoded("a"), encoded("1"));
    UserStateBytes entries = entries(multimapOf(StringUtf8Coder.of()));
    entries.clear();
    assertTrue(state.isEmpty().read());
    assertThrows(UnknownStateException.class, () -> entries.append(encoded("a")));
  }

  private UserStateBytes entries(AppendedValues values) {
    return new MultimapEntriesBytes(state, values);
  }

  private static AppendedValues multimapOf(Coder<?> valueCoder) throws IOException {
    SdkComponents components = SdkComponents.create();
    String id = components.registerCoder(valueCoder);
    return AppendedValues.of("map", multimap(id), components.toComponents());
  }

  private static StateSpec multimap(String valueCoderId) {
    StateSpec.Builder state = StateSpec.newBuilder();
    state.getMultimapSpecBuilder().setValueCoderId(valueCoderId);
    return state.build();
  }

  private static ByteString encoded(String... values) {
    ByteString.Output out = ByteString.newOutput();
    try {
      for (String value : values) {
        StringUtf8Coder.of().encode(value, out);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteString();
  }

  /** As Java's SDK reads a page. */
  private static Map<String, List<String>> decoded(ByteString page) throws IOException {
    Map<String, List<String>> entries = new TreeMap<>();
    InputStream in = page.newInput();
    while (in.available() > 0) {
      KV<String, Iterable<String>> entry = AS_READ.decode(in);
      List<String> values = entries.computeIfAbsent(entry.getKey(), key -> new ArrayList<>());
      entry.getValue().forEach(values::add);
    }
    return entries;
  }
}
