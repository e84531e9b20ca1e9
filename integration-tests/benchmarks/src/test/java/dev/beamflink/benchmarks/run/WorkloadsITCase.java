package dev.beamflink.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beamflink.benchmarks.beam.BeamFork;
import dev.beamflink.benchmarks.flink.FlinkFork;
import dev.beamflink.benchmarks.fork.Checksum;
import dev.beamflink.benchmarks.fork.Fork;
import dev.beamflink.benchmarks.fork.ForkPlan;
import dev.beamflink.benchmarks.fork.ForkResult;
import dev.beamflink.benchmarks.fork.Workload;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each workload, with few elements, has the same result on this runner and as a hand-written job.
 */
class WorkloadsITCase {

  private static final int ELEMENTS = 2_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      // The same jobs as others, with more data
      names = {"FIXED_SUM_MANY_KEYS", "FIXED_SUM_FIVE_MILLION_KEYS", "BATCH_GROUP_TEN_GIGABYTES"})
  void resultsAreTheSame(Workload workload) throws Exception {
    ForkPlan plan =
        Setting.HEAP.plan(
            SizedWorkload.usual(workload), ELEMENTS, ELEMENTS, 0, directory.toString());
    List<String> options = Subject.OURS.options(plan);
    Checksum ours = check(plan, BeamFork.subject(options.toArray(String[]::new)));
    Checksum handWritten = check(plan, FlinkFork::run);
    assertEquals(handWritten, ours);
    assertNotEquals(0, ours.sum());
  }

  private Checksum check(ForkPlan plan, Fork.Subject subject) throws Exception {
    Path file = directory.resolve("result.json");
    Fork.run(plan, subject, file.toFile());
    return JSON.readValue(file.toFile(), ForkResult.class).check();
  }
}
