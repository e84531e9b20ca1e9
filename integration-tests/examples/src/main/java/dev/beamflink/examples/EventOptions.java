package dev.beamflink.examples;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation.Required;

/** Options of the examples that make up their own events. */
public interface EventOptions extends PipelineOptions {

  @Description("How many events there are. -1 is no end: the job runs until it is stopped.")
  @Default.Long(-1)
  long getEvents();

  void setEvents(long events);

  @Description("Events per second. Ten per second is the speed of event time.")
  @Default.Long(100)
  long getRate();

  void setRate(long eventsPerSecond);

  @Description("Files to write, one per minute of event time: what their paths begin with.")
  @Required
  String getOutput();

  void setOutput(String output);
}
