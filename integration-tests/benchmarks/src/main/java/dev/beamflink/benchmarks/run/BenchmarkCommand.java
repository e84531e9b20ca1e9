package dev.beamflink.benchmarks.run;

import dev.beamflink.benchmarks.fork.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of {@code scripts/benchmark}. */
@Command(
    name = "benchmark",
    sortOptions = false,
    description =
        "Runs workloads on this runner, on the existing one and as hand-written Flink jobs, in turns,"
            + " each in a JVM of its own, and reports medians and ratios.")
final class BenchmarkCommand implements Callable<Integer> {

  @Option(names = "--quick", description = "One short fork each: shows that it works, no figures")
  private boolean quick;

  @Option(
      names = "--resume",
      description = "Takes over forks that have run at this commit, here or for what is published")
  private boolean resume;

  @Option(
      names = "--publish",
      description = "Writes the report into the documents, if it is whole and can be repeated")
  private boolean publish;

  @Option(names = "--forks", description = "Forks of each subject (default: ${DEFAULT-VALUE})")
  private int forks = 3;

  /** Of a fork, those that count. */
  @Option(names = "--rounds", hidden = true)
  private int rounds = 2;

  @Option(
      names = "--settings",
      split = ",",
      converter = Choices.OfSetting.class,
      description = "Of heap, parallel, checkpoints, rocksdb (default: heap)")
  private List<Setting> settings = List.of(Setting.HEAP);

  @Option(
      names = "--sizes",
      split = ",",
      description = "How many keys, ParDos or windows the workloads have instead of the usual ones")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--subjects",
      split = ",",
      converter = Choices.OfSubject.class,
      description = "Of ours, existing, flink (default: all)")
  private List<Subject> subjects = List.of(Subject.values());

  @Option(names = "--java-option", description = "One more for the forks, such as to record them")
  private List<String> javaOptions = new ArrayList<>();

  @Option(
      names = "--report",
      description = "The name of the report's files (default: ${DEFAULT-VALUE})")
  private String report = "results";

  @Parameters(
      paramLabel = "WORKLOAD",
      converter = Choices.OfWorkload.class,
      description =
          "Of ${COMPLETION-CANDIDATES}. If none is given: those that the table has in each setting",
      completionCandidates = Choices.WorkloadIds.class)
  private List<Workload> workloads = List.of();

  @Option(names = "--commit", hidden = true, required = true)
  private String commit = "";

  @Option(names = "--directory", hidden = true, required = true)
  private Path directory = Path.of("");

  @Option(names = "--documents", hidden = true, required = true)
  private Path documents = Path.of("");

  @Option(names = "--java-options-file", hidden = true, required = true)
  private Path javaOptionsFile = Path.of("");

  @Option(names = "--existing-class-path", hidden = true, required = true)
  private Path existingClassPath = Path.of("");

  public static void main(String[] args) {
    System.exit(new CommandLine(new BenchmarkCommand()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Set<Subject> chosen = EnumSet.copyOf(subjects);
    Publication publication =
        new Publication(
            commit,
            quick,
            forks,
            chosen,
            workloads.equals(List.of(Workload.BATCH_GROUP_TEN_GIGABYTES)),
            javaOptions.isEmpty());
    if (resume && !(Publication.isClean(commit) && javaOptions.isEmpty())) {
      System.err.println(
          "--resume needs a tree without changes and no --java-option: forks are kept by commit");
      return CommandLine.ExitCode.USAGE;
    }
    if (!sizes.isEmpty()
        && (workloads.isEmpty() || workloads.stream().anyMatch(named -> named.size() == 0))) {
      System.err.println("--sizes needs names of workloads, and of those that can be larger");
      return CommandLine.ExitCode.USAGE;
    }
    if (publish && publication.obstacle().isPresent()) {
      System.err.println("--publish: " + publication.obstacle().get());
      return CommandLine.ExitCode.USAGE;
    }
    KeptForks kept = new KeptForks(commit, directory.resolve(keptForks()));
    if (resume) {
      kept.takeOver(documents.resolve(keptForks()));
      kept.takeOver(directory.resolve(keptForks()));
    }
    Report measured = measure(chosen, kept);
    measured.write(directory, report);
    System.out.println(new ReportTable(measured).text());
    System.out.println("In " + directory + ": " + report + ".json, .md and .svg");
    if (publish) {
      Optional<String> obstacle = publication.obstacle(measured);
      if (obstacle.isPresent()) {
        System.err.println("Not published: " + obstacle.get());
      } else {
        measured.write(documents, report);
        kept.write(documents.resolve(keptForks()));
      }
    }
    return measured.failures().isEmpty() ? 0 : 1;
  }

  private String keptForks() {
    return report + ".forks.jsonl";
  }

  private Report measure(Set<Subject> chosen, KeptForks kept)
      throws IOException, InterruptedException {
    Effort effort = quick ? Effort.QUICK : new Effort(forks, rounds, Effort.SECONDS);
    Forks runs =
        new Forks(
            new ForkProcess(javaOptionsFile, classPaths(chosen), javaOptions),
            effort.forks(),
            directory,
            kept,
            System.out);
    List<Row> rows = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (Setting setting : settings) {
      for (SizedWorkload workload : workloads(setting)) {
        try {
          rows.addAll(benchmark(workload, runs, chosen, effort).run(workload, setting));
        } catch (IOException | ResultsDifferException e) {
          failures.add("%s, %s: %s".formatted(workload.id(), setting.id(), e.getMessage()));
          System.err.println(failures.get(failures.size() - 1));
        }
      }
    }
    return new Report(commit, rows, failures);
  }

  private static Benchmark benchmark(
      SizedWorkload workload, Forks runs, Set<Subject> chosen, Effort effort) {
    return switch (workload.workload().measure()) {
      case THROUGHPUT -> new ThroughputBenchmark(runs, chosen, effort);
      case TIME_TO_END, TIME_TO_FIRST_RESULT -> new StartBenchmark(runs, chosen);
      case LATENCY -> new LatencyBenchmark(runs, chosen, effort);
    };
  }

  private List<SizedWorkload> workloads(Setting setting) {
    if (workloads.isEmpty()) {
      return Arrays.stream(Workload.values())
          .filter(setting::isInTableWith)
          .map(SizedWorkload::usual)
          .toList();
    }
    return workloads.stream().filter(setting::suits).flatMap(this::sized).toList();
  }

  private Stream<SizedWorkload> sized(Workload workload) {
    return sizes.isEmpty()
        ? Stream.of(SizedWorkload.usual(workload))
        : sizes.stream().map(size -> new SizedWorkload(workload, size));
  }

  private Map<Subject, String> classPaths(Set<Subject> chosen) throws IOException {
    Map<Subject, String> classPaths = new EnumMap<>(Subject.class);
    String own = System.getProperty("java.class.path");
    classPaths.put(Subject.OURS, own);
    classPaths.put(Subject.FLINK, own);
    if (chosen.contains(Subject.EXISTING)) {
      classPaths.put(Subject.EXISTING, Files.readString(existingClassPath).strip());
    }
    return classPaths;
  }
}
