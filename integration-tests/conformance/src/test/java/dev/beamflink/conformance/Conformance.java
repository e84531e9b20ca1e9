package dev.beamflink.conformance;

import dev.beamflink.conformance.canary.Canary;
import dev.beamflink.conformance.capability.CapabilitiesPage;
import dev.beamflink.conformance.fork.TestListener;
import dev.beamflink.conformance.profile.Profile;
import dev.beamflink.conformance.profile.ProfileSuite;
import dev.beamflink.conformance.run.CanaryReport;
import dev.beamflink.conformance.run.ModuleDirectory;
import dev.beamflink.conformance.run.ProfileRun;
import dev.beamflink.conformance.run.Progress;
import dev.beamflink.conformance.run.ReportedResults;
import dev.beamflink.conformance.run.SuiteReport;
import dev.beamflink.conformance.suite.TestId;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What {@code scripts/conformance} starts, in the directory of this module: runs profiles one after
 * the other, prints one line for each test and for each profile a summary at the end.
 *
 * <p>Ends with 0 if all is as it must be, 1 if not, 2 if the arguments make no sense.
 */
public final class Conformance {

  private final CommandLine commandLine;
  private final ModuleDirectory module;
  private final List<String> summaries = new ArrayList<>();
  private boolean good = true;

  private Conformance(CommandLine commandLine, ModuleDirectory module) {
    this.commandLine = commandLine;
    this.module = module;
  }

  public static void main(String[] args) {
    try {
      CommandLine commandLine = CommandLine.parse(args);
      System.exit(new Conformance(commandLine, ModuleDirectory.current()).run() ? 0 : 1);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n\n" + CommandLine.USAGE);
      System.exit(2);
    }
  }

  private boolean run() {
    // All of them first: a file that is wrong shows before hours have passed.
    List<ProfileRun> runs =
        names().stream().map(name -> ProfileRun.open(module, profile(name))).toList();
    runs.forEach(this::runGuarded);
    System.out.println();
    summaries.forEach(System.out::println);
    return good;
  }

  private List<String> names() {
    return commandLine.profiles().isEmpty()
        ? Profile.namesOfOurRunner(module.resources())
        : commandLine.profiles();
  }

  /** What stops one profile does not stop the others. */
  private void runGuarded(ProfileRun run) {
    String name = run.suite().profile().name();
    try (run) {
      switch (commandLine.mode()) {
        case REQUIRED -> runRequired(run);
        case EXCLUDED -> runExcluded(run);
        case CANARY -> runCanaries(run);
      }
    } catch (IllegalStateException | UncheckedIOException e) {
      e.printStackTrace();
      summaries.add(name + ": broke off: " + e);
      good = false;
    }
    summaries.add("  Logs and stack traces: " + module.work(name));
  }

  private Profile profile(String name) {
    Profile profile =
        Profile.load(module.resources(), name).withMoreOptions(commandLine.pipelineOptions());
    Profile limited = commandLine.limit().map(profile::withLimit).orElse(profile);
    return commandLine.expansionPort().map(limited::withExpansionPort).orElse(limited);
  }

  private void runRequired(ProfileRun run) {
    ProfileSuite suite = run.suite();
    SuiteReport report = run.run(matching(suite, suite.required()), progress(run));
    summarize(timed(report), report.failures(), report.failed().isEmpty());
    if (commandLine.isPublishable()) {
      publish(report);
      runCanaries(run);
    }
  }

  private static String timed(SuiteReport report) {
    return report.summary() + "; " + report.time();
  }

  private void runExcluded(ProfileRun run) {
    Collection<TestId> excluded = run.suite().excluded().keySet();
    SuiteReport report = run.run(matching(run.suite(), excluded), progress(run));
    summarize("excluded tests of " + timed(report), report.failures(), true);
    report.passed().forEach(test -> summaries.add("  passes now: " + test));
  }

  private void runCanaries(ProfileRun run) {
    ProfileSuite suite = run.suite();
    Collection<TestId> tests =
        commandLine.tests().isEmpty() ? suite.canary() : matching(suite, suite.required());
    for (Canary canary : Canary.values()) {
      String label = suite.profile().name() + ", " + canary.label();
      CanaryReport report = run.run(canary, tests, Progress.verbose(label, System.out));
      summarize(report.summary(), report.failures(), report.survivors().isEmpty());
    }
  }

  private static TestListener progress(ProfileRun run) {
    return Progress.verbose(run.suite().profile().name(), System.out);
  }

  private List<TestId> matching(ProfileSuite suite, Collection<TestId> tests) {
    List<TestId> matching =
        tests.stream().filter(test -> isMeant(test, suite.slow().containsKey(test))).toList();
    if (matching.isEmpty()) {
      throw new IllegalArgumentException(
          "No test of profile '" + suite.profile().name() + "' matches " + commandLine.tests());
    }
    return matching;
  }

  /** A slow test runs with the whole profile, or if it is named, but not with its class. */
  private boolean isMeant(TestId test, boolean slow) {
    return commandLine.tests().isEmpty()
        || commandLine.tests().stream()
            .anyMatch(pattern -> slow ? pattern.names(test) : pattern.matches(test));
  }

  private void summarize(String summary, String failures, boolean isGood) {
    summaries.add(summary);
    if (!failures.isEmpty()) {
      summaries.add(failures.stripTrailing());
    }
    good &= isGood;
  }

  private void publish(SuiteReport report) {
    String stamp = "commit " + commandLine.commit() + ", " + LocalDate.now(ZoneOffset.UTC);
    Path file =
        ReportedResults.of(report, stamp)
            .write(module.published(), report.suite().profile().name());
    summaries.add("  Results: " + file);
    try {
      summaries.add("  Capabilities: " + CapabilitiesPage.of(module).write());
    } catch (IllegalArgumentException e) {
      summarize("  Capabilities: " + e.getMessage(), "", false);
    }
  }
}
