package dev.beamflink.translation.runtime.teststream;

import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload.Event;
import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload.TimestampedElement;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;

/** Events of TestStreams, as SDKs write them. */
final class Events {

  private Events() {}

  static Event elements(String tag, long timestamp, String... values) throws Exception {
    Event.AddElements.Builder added = Event.AddElements.newBuilder().setTag(tag);
    for (String value : values) {
      added.addElements(
          TimestampedElement.newBuilder()
              .setTimestamp(timestamp)
              .setEncodedElement(
                  ByteString.copyFrom(CoderUtils.encodeToByteArray(StringUtf8Coder.of(), value))));
    }
    return Event.newBuilder().setElementEvent(added).build();
  }

  static Event elements(long timestamp, String... values) throws Exception {
    return elements("", timestamp, values);
  }

  static Event watermark(String tag, long millis) {
    return Event.newBuilder()
        .setWatermarkEvent(Event.AdvanceWatermark.newBuilder().setTag(tag).setNewWatermark(millis))
        .build();
  }

  static Event watermark(long millis) {
    return watermark("", millis);
  }

  static Event time(long advanceMillis) {
    return Event.newBuilder()
        .setProcessingTimeEvent(
            Event.AdvanceProcessingTime.newBuilder().setAdvanceDuration(advanceMillis))
        .build();
  }

  static TestStreamPayload stream(Event... events) {
    TestStreamPayload.Builder stream = TestStreamPayload.newBuilder();
    for (Event event : events) {
      stream.addEvents(event);
    }
    return stream.build();
  }
}
