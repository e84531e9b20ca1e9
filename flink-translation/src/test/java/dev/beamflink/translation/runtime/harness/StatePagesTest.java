package dev.beamflink.translation.runtime.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
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
        List.of(bytes(5 << 20), bytes(7), bytes(3 << 20), ByteString.EMPTY),
        Collections.nCopies(3_000, bytes(1_000)));
  }

  @ParameterizedTest
  @MethodSource("contents")
  void pagesJoinToWhatIsThere(List<ByteString> items) {
    ByteString all = ByteString.copyFrom(items);
    List<StateGetResponse> read = readAll(items);
    assertEquals(all, join(read));
    assertEquals(1, readings);
  }

  /** Python reads each page by itself. */
  @Test
  void pagesEndBetweenElements() {
    List<StateGetResponse> read = readAll(Collections.nCopies(3_000, bytes(1_000)));
    assertEquals(List.of(1_049_000, 1_049_000, 902_000), sizes(read));
    List<StateGetResponse> large = readAll(List.of(bytes(3 << 20), bytes(1), bytes(1 << 20)));
    assertEquals(List.of(3 << 20, (1 << 20) + 1), sizes(large));
  }

  private static List<Integer> sizes(List<StateGetResponse> pages) {
    return pages.stream().map(page -> page.getData().size()).toList();
  }

  @Test
  void pageCanBeAskedForAgain() {
    List<ByteString> items = List.of(bytes(2 << 20), bytes(2 << 20), bytes(1));
    List<StateGetResponse> first = readAll(items);
    ByteString token = first.get(1).getContinuationToken();
    assertEquals(first.get(2), page(items, token));
    assertEquals(first.get(2), page(items, token));
  }

  @Test
  void whatWasWrittenIsSeen() {
    List<ByteString> items = new ArrayList<>(List.of(bytes(2 << 20), bytes(1)));
    ByteString token = page(items, ByteString.EMPTY).getContinuationToken();
    items.add(bytes(1));
    pages.forget();
    assertEquals(2, page(items, token).getData().size());
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
