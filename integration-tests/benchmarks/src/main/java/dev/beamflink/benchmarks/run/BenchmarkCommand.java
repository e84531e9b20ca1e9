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
import java.util.Set;
import java.util.concurrent.Callable;
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

  /** What the script appends to the commit of a tree with changes. */
  private static final String CHANGED = "-changed";

  @Option(names = "--quick", description = "One short fork each: shows that it works, no figures")
  private boolean quick;

  @Option(names = "--resume", description = "Takes over forks that have run at this commit")
  private boolean resume;

  @Option(names = "--forks", description = "Forks of each subject (default: ${DEFAULT-VALUE})")
  private int forks = 3;

  @Option(
      names = "--settings",
      split = ",",
      converter = SettingConverter.class,
      description = "Of heap, parallel, checkpoints, rocksdb (default: heap)")
  private List<Setting> settings = List.of(Setting.HEAP);

  @Option(
      names = "--subjects",
      split = ",",
      converter = SubjectConverter.class,
      description = "Of ours, existing, flink (default: all)")
  private List<Subject> subjects = List.of(Subject.values());

  @Option(names = "--java-option", description = "One more for the forks, such as to record them")
  private List<String> javaOptions = new ArrayList<>();

  @Parameters(
      paramLabel = "WORKLOAD",
      converter = WorkloadConverter.class,
      description = "All if none is given: ${COMPLETION-CANDIDATES}",
      completionCandidates = WorkloadIds.class)
  private List<Workload> workloads = List.of();

  @Option(names = "--commit", hidden = true, required = true)
  private String commit = "";

  @Option(names = "--directory", hidden = true, required = true)
  private Path directory = Path.of("");

  @Option(names = "--java-options-file", hidden = true, required = true)
  private Path javaOptionsFile = Path.of("");

  @Option(names = "--existing-class-path", hidden = true, required = true)
  private Path existingClassPath = Path.of("");

  public static void main(String[] args) {
    System.exit(new CommandLine(new BenchmarkCommand()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (resume && (commit.endsWith(CHANGED) || !javaOptions.isEmpty())) {
      System.err.println(
          "--resume needs a tree without changes and no --java-option: forks are kept by commit");
      return CommandLine.ExitCode.USAGE;
    }
    Set<Subject> chosen = EnumSet.copyOf(subjects);
    Benchmark benchmark =
        new Benchmark(
            new ForkProcess(javaOptionsFile, classPaths(chosen), javaOptions),
            chosen,
            quick ? new Benchmark.Effort(1, 1, 1) : new Benchmark.Effort(forks, 2, 5),
            directory,
            commit,
            resume,
            System.out);
    List<Row> rows = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (Setting setting : settings) {
      for (Workload workload : workloads.isEmpty() ? List.of(Workload.values()) : workloads) {
        if (setting.suits(workload)) {
          try {
            rows.add(benchmark.run(workload, setting));
          } catch (IOException | ResultsDifferException e) {
            failures.add("%s, %s: %s".formatted(workload.id(), setting.id(), e.getMessage()));
            System.err.println(failures.get(failures.size() - 1));
          }
        }
      }
    }
    Report report = new Report(commit, rows, failures);
    report.write(directory);
    System.out.println(report.markdown());
    return failures.isEmpty() ? 0 : 1;
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

  private static final class WorkloadConverter implements CommandLine.ITypeConverter<Workload> {
    @Override
    public Workload convert(String value) {
      return Workload.find(value)
          .orElseThrow(
              () -> new CommandLine.TypeConversionException("There is no workload " + value));
    }
  }

  private static final class WorkloadIds extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    private WorkloadIds() {
      super(Arrays.stream(Workload.values()).map(Workload::id).toList());
    }
  }

  private static final class SettingConverter implements CommandLine.ITypeConverter<Setting> {
    @Override
    public Setting convert(String value) {
      return Arrays.stream(Setting.values())
          .filter(setting -> setting.id().equals(value))
          .findFirst()
          .orElseThrow(
              () -> new CommandLine.TypeConversionException("There is no setting " + value));
    }
  }

  private static final class SubjectConverter implements CommandLine.ITypeConverter<Subject> {
    @Override
    public Subject convert(String value) {
      return Arrays.stream(Subject.values())
          .filter(subject -> subject.id().equals(value))
          .findFirst()
          .orElseThrow(
              () -> new CommandLine.TypeConversionException("There is no subject " + value));
    }
  }
}
