package dev.beamflink.translation.runtime.harness;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateGetResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateKey;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Answers reads page by page. A page ends between items, which are whole elements: Python reads
 * each page by itself, and of an element that is cut off it reads something else. A continuation
 * token says where the next page begins, so an SDK may ask for a page again, or leave off. The last
 * reading is kept, as the next page is mostly asked for next. Task thread only.
 */
final class StatePages {

  private static final int PAGE_BYTES = 1 << 20; // 1 MiB

  private static final class Reading {
    private final StateKey key;
    private final Iterator<ByteString> items;
    private long position; // of the next item

    Reading(StateKey key, Iterator<ByteString> items) {
      this.key = key;
      this.items = items;
    }

    ByteString next() {
      position++;
      return items.next();
    }

    void skipTo(long wanted) {
      while (position < wanted && items.hasNext()) {
        next();
      }
    }
  }

  private @Nullable Reading last;

  /**
   * Answers a page.
   *
   * @param key what is read
   * @param items all that there is to read, from the beginning; elements or several of them
   * @param token empty for the first page
   */
  StateGetResponse.Builder page(
      StateKey key, Supplier<Iterable<ByteString>> items, ByteString token) {
    long wanted = token.isEmpty() ? 0 : Long.parseLong(token.toStringUtf8());
    Reading reading = last;
    if (reading == null || !reading.key.equals(key) || reading.position != wanted) {
      reading = new Reading(key, items.get().iterator());
      reading.skipTo(wanted);
    }
    List<ByteString> page = new ArrayList<>();
    int bytes = 0;
    while (bytes < PAGE_BYTES && reading.items.hasNext()) {
      ByteString item = reading.next();
      page.add(item);
      bytes += item.size();
    }
    StateGetResponse.Builder answer =
        StateGetResponse.newBuilder().setData(ByteString.copyFrom(page));
    if (reading.items.hasNext()) {
      last = reading;
      answer.setContinuationToken(ByteString.copyFromUtf8(Long.toString(reading.position)));
    } else {
      last = null;
    }
    return answer;
  }

  /** Something was written, or a bundle has ended. */
  void forget() {
    last = null;
  }
}
