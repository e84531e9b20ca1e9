package dev.beamflink.runner.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;
import dev.beamflink.runner.options.OptionChecks;
import dev.beamflink.runner.options.OptionCorpus;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The corpus of refused options with their messages, and of their twins that must not be. */
class OptionCorpusTest {

  @ParameterizedTest
  @MethodSource
  void rejected(OptionCorpus.Case options) {
    assertFalse(options.messages().isEmpty(), "no message");
    assertEquals(options.messages(), problems(options));
  }

  static Stream<OptionCorpus.Case> rejected() {
    return OptionCorpus.read("rejected.txt");
  }

  @ParameterizedTest
  @MethodSource
  void accepted(OptionCorpus.Case options) {
    assertEquals(List.of(), problems(options));
  }

  static Stream<OptionCorpus.Case> accepted() {
    return OptionCorpus.read("accepted.txt");
  }

  private static List<String> problems(OptionCorpus.Case options) {
    FlinkPipelineOptions parsed =
        PipelineOptionsFactory.fromArgs(options.arguments().toArray(String[]::new))
            .as(FlinkPipelineOptions.class);
    Problems problems = new Problems();
    OptionChecks.checkAll(parsed, problems);
    Masters.choose(parsed, problems).ifPresent(submitter -> submitter.check(problems));
    return problems.found().stream().map(Problem::toString).toList();
  }
}
