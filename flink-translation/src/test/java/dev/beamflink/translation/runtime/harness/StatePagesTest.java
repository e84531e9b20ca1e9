package dev.beamflink.translation.runtime.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateGetResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateKey;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StatePagesTest {

  private static final StateKey KEY =
      StateKey.newBuilder()
          .setBagUserState(StateKey.BagUserState.newBuilder().setUserStateId("bag"))
          .build();

  private final StatePages pages = new StatePages();
  private int readings;

  static Stream<List<ByteString>> contents() {
    return Stream.of(
        List.of(),
        List.of(ByteString.EMPTY),
        List.of(bytes(3), ByteString.EMPTY, bytes(4)),
        List.of(bytes(1 << 20)),
        List.of(bytes((1 << 20) + 1)),
        List.of(bytes(5 << 20), bytes(7), bytes(3 << 20), ByteString.EMPTY));
  }

  @ParameterizedTest
  @MethodSource("contents")
  void pagesJoinToWhatIsThere(List<ByteString> items) {
    ByteString all = ByteString.copyFrom(items);
    List<StateGetResponse> read = readAll(items);
    assertEquals(all, join(read));
    assertEquals(Math.max(1, (all.size() + (1 << 20) - 1) >> 20), read.size());
    assertEquals(1, readings);
  }

  @Test
  void pageCanBeAskedForAgain() {
    List<ByteString> items = List.of(bytes(2 << 20), bytes(2 << 20));
    List<StateGetResponse> first = readAll(items);
    ByteString token = first.get(1).getContinuationToken();
    assertEquals(first.get(2), page(items, token));
    assertEquals(first.get(2), page(items, token));
  }

  @Test
  void whatWasWrittenIsSeen() {
    List<ByteString> items = new ArrayList<>(List.of(bytes(2 << 20)));
    ByteString token = page(items, ByteString.EMPTY).getContinuationToken();
    items.add(bytes(1));
    pages.forget();
    StateGetResponse second = page(items, token);
    assertTrue(
        !second.getContinuationToken().isEmpty() || second.getData().size() > 1 << 20,
        "the item that was added");
  }

  private List<StateGetResponse> readAll(List<ByteString> items) {
    List<StateGetResponse> read = new ArrayList<>();
    ByteString token = ByteString.EMPTY;
    do {
      StateGetResponse page = page(items, token);
      read.add(page);
      token = page.getContinuationToken();
    } while (!token.isEmpty());
    return read;
  }

  private StateGetResponse page(List<ByteString> items, ByteString token) {
    return pages
        .page(
            KEY,
            () -> {
              readings++;
              return items;
            },
            token)
        .build();
  }

  private static ByteString join(List<StateGetResponse> pages) {
    return ByteString.copyFrom(pages.stream().map(StateGetResponse::getData).toList());
  }

  private static ByteString bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    return ByteString.copyFrom(bytes);
  }
}
