package dev.beamflink.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.beamflink.benchmarks.fork.Checksum;
import dev.beamflink.benchmarks.fork.ForkPlan;
import dev.beamflink.benchmarks.fork.ForkResult;
import dev.beamflink.benchmarks.fork.ForkResult.Latency;
import dev.beamflink.benchmarks.fork.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptForksTest {

  private static final ForkPlan PLAN = plan(1_000, "/state/of/this/machine");
  private static final ForkResult RESULT =
      new ForkResult(
          new Checksum(2, 3),
          List.of(
              new ForkResult.Round(4, new Checksum(5, 6)),
              new ForkResult.Round(7, new Checksum(8, 9), new Latency(10, 11, 12))));

  @TempDir Path directory;

  @Test
  void anotherRunTakesOverForksOfItsCommit() throws IOException {
    Path file = directory.resolve("kept").resolve("forks.jsonl");
    new KeptForks("abc", file).add("row-ours-0", PLAN, RESULT);
    new KeptForks("other", file).add("row-ours-1", PLAN, RESULT);

    KeptForks later = new KeptForks("abc", file);
    later.takeOver(file);

    ForkPlan elsewhere = plan(1_000, "/state/of/another");
    assertEquals(Optional.of(RESULT), later.find("row-ours-0", elsewhere));
    assertEquals(Optional.empty(), later.find("row-ours-1", elsewhere));
    assertEquals(Optional.empty(), later.find("row-ours-0", plan(2_000, "/state/of/another")));
  }

  @Test
  void whatIsWrittenHasTheLastOneOfEachNameAndNoDirectory() throws IOException {
    KeptForks forks = new KeptForks("abc", directory.resolve("forks.jsonl"));
    forks.takeOver(directory.resolve("missing"));
    forks.add("row-ours-0", plan(2_000, "/first"), RESULT);
    forks.add("row-ours-0", PLAN, RESULT);
    Path published = directory.resolve("documents").resolve("forks.jsonl");
    forks.write(published);

    KeptForks read = new KeptForks("abc", directory.resolve("another"));
    read.takeOver(published);
    assertEquals(Optional.of(RESULT), read.find("row-ours-0", PLAN));
    assertEquals(1, Files.readAllLines(published).size());
    assertFalse(Files.readString(published).contains(PLAN.directory()));
  }

  private static ForkPlan plan(long measured, String directory) {
    return new ForkPlan(Workload.RESHUFFLE, 0, 100, measured, 2, 1, 0, "hashmap", directory, 0);
  }
}
