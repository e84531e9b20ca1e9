package dev.beamflink.translation.runtime.source;

import java.io.Serializable;
import java.util.Set;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableSet;

/** When the tasks of a source that has nothing more to read end. Decided at translation. */
public sealed interface EndPolicy extends Serializable {

  /** At once: nothing downstream can have work left. The only choice in BATCH. */
  record WhenDone() implements EndPolicy {}

  /**
   * When every one of these operators has reported that it is quiet, or on {@code stop}. Until then
   * the source's readers have emitted the last watermark and stay alive. For STREAMING only.
   *
   * <p>The translator does three things: it names the operators here, gives each of them a {@link
   * dev.beamflink.translation.runtime.quiet.QuietReportingOperatorFactory} whose spec names this
   * source's listening id, and sets that id with {@code
   * SourceTransformation.setCoordinatorListeningID}.
   *
   * @param operatorIds ids from the operators' {@code QuietSpec}; all of them downstream of the
   *     source, see there for the reason
   */
  record WhenDownstreamQuiet(Set<String> operatorIds) implements EndPolicy {

    public WhenDownstreamQuiet {
      operatorIds = ImmutableSet.copyOf(operatorIds);
      if (operatorIds.isEmpty()) {
        throw new IllegalArgumentException(
            "A source that waits for no operator ends when it is done: use WhenDone");
      }
    }
  }
}
