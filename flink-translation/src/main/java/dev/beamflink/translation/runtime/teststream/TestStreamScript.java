package dev.beamflink.translation.runtime.teststream;

import dev.beamflink.translation.runtime.stage.TransformFailedException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload.Event;
import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload.TimestampedElement;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableList;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;
import org.joda.time.Instant;

/**
 * One output of a TestStream: event n in step n. Its watermark is at the end of time after its last
 * event, whether or not that says so.
 *
 * @param transformName of the TestStream
 * @param coder of the elements
 * @param events of the TestStream
 */
public record TestStreamScript(String transformName, Coder<Object> coder, List<Event> events)
    implements RootScript {

  private static final Event NOTHING = Event.getDefaultInstance();

  public TestStreamScript {
    events = ImmutableList.copyOf(events);
  }

  /** The events for one of several outputs; one for another output does nothing but take a step. */
  public static List<Event> eventsOf(String outputTag, List<Event> events) {
    return events.stream().map(event -> tag(event).equals(outputTag) ? event : NOTHING).toList();
  }

  private static String tag(Event event) {
    return event.hasElementEvent()
        ? event.getElementEvent().getTag()
        : event.getWatermarkEvent().getTag();
  }

  @Override
  public void play(
      long step, StreamingRuntimeContext runtime, Consumer<WindowedValue<Object>> elements) {
    if (step == TestSteps.FIRST || step > events.size()) {
      return;
    }
    Event event = events.get(Math.toIntExact(step) - 1);
    for (TimestampedElement element : event.getElementEvent().getElementsList()) {
      elements.accept(
          WindowedValues.timestampedValueInGlobalWindow(
              decode(element), Instant.ofEpochMilli(element.getTimestamp())));
    }
  }

  private Object decode(TimestampedElement element) {
    try {
      return CoderUtils.decodeFromByteArray(coder, element.getEncodedElement().toByteArray());
    } catch (CoderException e) {
      throw new TransformFailedException(transformName, "decoding of its elements", e);
    }
  }

  @Override
  public Instant watermarkAfter(long step) {
    if (step > events.size()) {
      return BoundedWindow.TIMESTAMP_MAX_VALUE;
    }
    long watermark = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();
    for (Event event : events.subList(0, Math.toIntExact(step))) {
      if (event.hasWatermarkEvent()) {
        watermark = Math.max(watermark, event.getWatermarkEvent().getNewWatermark());
      }
    }
    return Instant.ofEpochMilli(watermark);
  }
}
