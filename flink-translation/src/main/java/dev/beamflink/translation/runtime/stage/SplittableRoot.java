package dev.beamflink.translation.runtime.stage;

import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The root of a stage that processes restrictions. The operator keeps what is pending and decides
 * when it runs; this runs the user's code.
 *
 * <p>All calls come from the task's thread.
 */
public interface SplittableRoot {

  /**
   * What is left of a restriction when its processing has stopped.
   *
   * @param rest is to be processed later
   * @param watermark no output of {@code rest} will be before it
   * @param resumeDelay how long {@code rest} should wait
   */
  record Residual(RestrictedElement rest, Instant watermark, Duration resumeDelay) {}

  /**
   * Takes an element of the stage's input apart.
   *
   * @param input {@code KV<KV<element, KV<restriction, estimator state>>, size>}
   * @return what is to be processed, more than one where windows must be seen one by one
   */
  List<RestrictedElement> unpack(WindowedValue<?> input);

  /**
   * Processes a restriction until it is done, the user's code stops, or {@code limit} is reached. A
   * bundle is open.
   *
   * @return what is left, mostly one part at most
   * @throws TransformFailedException when user code failed, here or downstream
   */
  List<Residual> process(RestrictedElement part, SplitLimit limit);

  /**
   * Cuts a restriction down to what must still be processed of it when the pipeline drains.
   *
   * @return null if nothing must
   */
  @Nullable RestrictedElement truncate(RestrictedElement part);
}
