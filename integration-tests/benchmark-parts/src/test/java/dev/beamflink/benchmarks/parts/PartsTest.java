package dev.beamflink.benchmarks.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

class PartsTest {

  private static final int BENCHMARKS_WITH_PARAMETERS = 16;

  /** Calls each benchmark twice, in this JVM. */
  @Test
  void eachBenchmarkRuns() throws RunnerException {
    Options options =
        new OptionsBuilder()
            .mode(Mode.SingleShotTime)
            .warmupIterations(0)
            .measurementIterations(2)
            .forks(0)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    assertEquals(BENCHMARKS_WITH_PARAMETERS, results.size());
    String table = PartsCommand.table(results);
    assertTrue(table.contains("| FusedDoFns (doFns 10) |"), table);
  }
}
