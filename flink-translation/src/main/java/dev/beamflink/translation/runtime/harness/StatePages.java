package dev.beamflink.translation.runtime.harness;

import java.util.Iterator;
import java.util.function.Supplier;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateGetResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateKey;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Answers reads page by page. A continuation token says where the next page begins, so an SDK may
 * ask for a page again, or leave off. The last reading is kept, as the next page is mostly asked
 * for next. Task thread only.
 */
final class StatePages {

  private static final int PAGE_BYTES = 1 << 20; // 1 MiB

  /** Where a page begins: in which item, and at which byte of it. */
  private record Position(long item, int offset) {

    private static final Position START = new Position(0, 0);

    static Position of(ByteString token) {
      if (token.isEmpty()) {
        return START;
      }
      String[] parts = token.toStringUtf8().split(":", 2);
      return new Position(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
    }

    ByteString token() {
      return ByteString.copyFromUtf8(item + ":" + offset);
    }
  }

  private static final class Reading {
    private final StateKey key;
    private final Iterator<ByteString> items;
    private Position position = Position.START;
    private ByteString rest = ByteString.EMPTY; // of the item at the position

    Reading(StateKey key, Iterator<ByteString> items) {
      this.key = key;
      this.items = items;
      next();
    }

    private void next() {
      rest = items.hasNext() ? items.next() : ByteString.EMPTY;
    }

    boolean isAtEnd() {
      return rest.isEmpty() && !items.hasNext();
    }

    ByteString take(int bytes) {
      int taken = Math.min(bytes, rest.size());
      ByteString part = rest.substring(0, taken);
      rest = rest.substring(taken);
      position = new Position(position.item(), position.offset() + taken);
      if (rest.isEmpty() && items.hasNext()) {
        position = new Position(position.item() + 1, 0);
        next();
      }
      return part;
    }

    void skipTo(Position wanted) {
      while (position.item() < wanted.item() && !isAtEnd()) {
        take(rest.size());
      }
      take(wanted.offset() - position.offset());
    }
  }

  private @Nullable Reading last;

  /**
   * Answers a page.
   *
   * @param key what is read
   * @param items all that there is to read, from the beginning
   * @param token empty for the first page
   */
  StateGetResponse.Builder page(
      StateKey key, Supplier<Iterable<ByteString>> items, ByteString token) {
    Position wanted = Position.of(token);
    Reading reading = last;
    if (reading == null || !reading.key.equals(key) || !reading.position.equals(wanted)) {
      reading = new Reading(key, items.get().iterator());
      reading.skipTo(wanted);
    }
    ByteString page = ByteString.EMPTY;
    while (page.size() < PAGE_BYTES && !reading.isAtEnd()) {
      page = page.concat(reading.take(PAGE_BYTES - page.size()));
    }
    StateGetResponse.Builder answer = StateGetResponse.newBuilder().setData(page);
    if (reading.isAtEnd()) {
      last = null;
    } else {
      last = reading;
      answer.setContinuationToken(reading.position.token());
    }
    return answer;
  }

  /** Something was written. */
  void forget() {
    last = null;
  }
}
