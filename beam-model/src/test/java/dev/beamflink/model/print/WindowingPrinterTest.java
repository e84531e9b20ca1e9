package dev.beamflink.model.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.transforms.windowing.AfterAll;
import org.apache.beam.sdk.transforms.windowing.AfterEach;
import org.apache.beam.sdk.transforms.windowing.AfterFirst;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Never;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.util.construction.Environments;
import org.apache.beam.sdk.util.construction.SdkComponents;
import org.apache.beam.sdk.util.construction.WindowingStrategyTranslation;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.beam.sdk.values.WindowingStrategy.AccumulationMode;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class WindowingPrinterTest {
  private static final WindowingStrategy<?, ?> FIXED =
      WindowingStrategy.of(FixedWindows.of(Duration.standardMinutes(1)));

  @Test
  void defaultsAreLeftOut() {
    assertPrinted("fixed_windows", FIXED);
  }

  @Test
  void whatIsNotDefaultIsPrinted() {
    assertPrinted(
        "session_windows already merged accumulating output at earliest_in_pane lateness PT1H",
        WindowingStrategy.of(Sessions.withGapDuration(Duration.standardMinutes(1)))
            .withAlreadyMerged(true)
            .withMode(AccumulationMode.ACCUMULATING_FIRED_PANES)
            .withTimestampCombiner(TimestampCombiner.EARLIEST)
            .withAllowedLateness(Duration.standardHours(1)));
  }

  @Test
  void triggersArePrintedWithWhatTheyConsistOf() {
    Trigger.OnceTrigger count = AfterPane.elementCountAtLeast(3);
    assertTrigger("repeat(element_count(3))", Repeatedly.forever(count));
    assertTrigger("after_all(element_count(3), never)", AfterAll.of(count, Never.ever()));
    assertTrigger("after_any(element_count(3), never)", AfterFirst.of(count, Never.ever()));
    assertTrigger("after_each(element_count(3), never)", AfterEach.inOrder(count, Never.ever()));
    assertTrigger(
        "or_finally(repeat(element_count(3)), never)",
        Repeatedly.forever(count).orFinally(Never.ever()));
    assertTrigger("after_processing_time", AfterProcessingTime.pastFirstElementInPane());
    assertTrigger(
        "after_end_of_window early element_count(3) late element_count(3)",
        AfterWatermark.pastEndOfWindow().withEarlyFirings(count).withLateFirings(count));
    assertPrinted("fixed_windows", FIXED.withTrigger(DefaultTrigger.of()));
  }

  private static void assertTrigger(String expected, Trigger trigger) {
    assertPrinted("fixed_windows trigger " + expected, FIXED.withTrigger(trigger));
  }

  private static void assertPrinted(String expected, WindowingStrategy<?, ?> windowing) {
    assertEquals(expected, WindowingPrinter.print(toProto(windowing)));
  }

  private static RunnerApi.WindowingStrategy toProto(WindowingStrategy<?, ?> windowing) {
    SdkComponents components = SdkComponents.create();
    components.registerEnvironment(Environments.createDockerEnvironment("java"));
    try {
      return WindowingStrategyTranslation.toProto(windowing, components);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
