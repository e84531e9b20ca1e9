package dev.beamflink.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.conformance.CommandLine.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CommandLineTest {

  @Test
  void withoutArgumentsNoProfileIsNamedAndAllMustPass() {
    CommandLine commandLine = CommandLine.parse();

    assertEquals(List.of(), commandLine.profiles());
    assertEquals(Mode.REQUIRED, commandLine.mode());
    assertEquals(List.of(), commandLine.tests());
  }

  @Test
  void flagsProfilesAndPipelineOptionsMix() {
    CommandLine commandLine =
        CommandLine.parse(
            "--test", "A*", "streaming", "--canary", "--test", "b", "--", "--x=1", "--y");

    assertEquals(List.of("streaming"), commandLine.profiles());
    assertEquals(Mode.CANARY, commandLine.mode());
    assertEquals(List.of("A*", "b"), commandLine.tests().stream().map(Object::toString).toList());
    assertEquals(List.of("--x=1", "--y"), commandLine.pipelineOptions());
  }

  @Test
  void onlyWholeProfilesAsTheyAreCanBePublished() {
    assertTrue(CommandLine.parse("batch", "--limit", "90").isPublishable());
    assertFalse(CommandLine.parse("batch", "--test", "A*").isPublishable());
    assertFalse(CommandLine.parse("batch", "--canary").isPublishable());
    assertFalse(CommandLine.parse("batch", "--", "--parallelism=1").isPublishable());
  }

  @Test
  void limitIsANumberOfSeconds() {
    assertEquals(Optional.of(Duration.ofSeconds(90)), CommandLine.parse("--limit", "90").limit());
    assertThrows(IllegalArgumentException.class, () -> CommandLine.parse("--limit", "1m"));
  }

  @Test
  void expansionPortIsANumber() {
    assertEquals(Optional.of(8097), CommandLine.parse("--expansion-port", "8097").expansionPort());
    assertThrows(
        IllegalArgumentException.class, () -> CommandLine.parse("--expansion-port", "auto"));
  }

  @Test
  void unknownFlagAndMissingValueAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> CommandLine.parse("--tset", "x"));
    assertThrows(IllegalArgumentException.class, () -> CommandLine.parse("--test"));
  }
}
