package dev.beamflink.benchmarks.parts;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * The command line of {@code scripts/benchmark-parts}: JMH's options, and ours where none is given.
 */
final class PartsCommand {

  private static final String BYTES = "gc.alloc.rate.norm";

  private PartsCommand() {}

  /** Arguments: the file for results, and then options of JMH. */
  public static void main(String[] args) throws RunnerException, CommandLineOptionException {
    String[] given = Arrays.copyOfRange(args, 1, args.length);
    OptionsBuilder options = defaults();
    options.parent(new CommandLineOptions(given));
    options.result(args[0]).resultFormat(ResultFormatType.JSON);
    System.out.println(table(new Runner(options.build()).run()));
  }

  /** Nanoseconds and bytes for each element. */
  static OptionsBuilder defaults() {
    OptionsBuilder options = new OptionsBuilder();
    options.mode(Mode.AverageTime).timeUnit(TimeUnit.NANOSECONDS).addProfiler(GCProfiler.class);
    return options;
  }

  /** A line for each benchmark with its parameters. */
  static String table(Collection<RunResult> results) {
    StringBuilder text = new StringBuilder();
    text.append("| part | ns | error | bytes |\n|---|---|---|---|\n");
    for (RunResult result : results) {
      Result<?> time = result.getPrimaryResult();
      Result<?> bytes = result.getSecondaryResults().get(BYTES);
      text.append(
          String.format(
              "| %s | %s | %s | %s |%n",
              name(result),
              figure("%,.1f", time.getScore()),
              figure("%,.1f", time.getScoreError()),
              bytes == null ? "-" : figure("%,.0f", bytes.getScore())));
    }
    return text.toString();
  }

  private static String figure(String format, double figure) {
    return Double.isNaN(figure) ? "-" : String.format(Locale.ROOT, format, figure);
  }

  private static String name(RunResult result) {
    String[] path = result.getParams().getBenchmark().split("\\.", -1);
    String parameters =
        result.getParams().getParamsKeys().stream()
            .map(key -> key + " " + result.getParams().getParam(key))
            .collect(Collectors.joining(", "));
    return path[path.length - 2] + (parameters.isEmpty() ? "" : " (" + parameters + ")");
  }
}
