package dev.beamflink.conformance;

import static org.junit.jupiter.api.Assertions.fail;

import dev.beamflink.conformance.canary.Canary;
import dev.beamflink.conformance.profile.Profile;
import dev.beamflink.conformance.profile.ProfileSuite;
import dev.beamflink.conformance.published.PublishedResults;
import dev.beamflink.conformance.run.CanaryReport;
import dev.beamflink.conformance.run.ModuleDirectory;
import dev.beamflink.conformance.run.ProfileRun;
import dev.beamflink.conformance.run.Progress;
import dev.beamflink.conformance.run.ReportedResults;
import dev.beamflink.conformance.run.SuiteReport;
import java.nio.file.Path;
import java.util.List;

/** What the build demands of a profile; prints a summary of each part, whatever its result. */
final class ProfileVerification implements AutoCloseable {

  private final ProfileRun run;
  private final Path published;

  private ProfileVerification(ProfileRun run, Path published) {
    this.run = run;
    this.published = published;
  }

  static ProfileVerification open(String profileName) {
    ModuleDirectory module = ModuleDirectory.current();
    Profile profile = Profile.load(module.resources(), profileName);
    return new ProfileVerification(ProfileRun.open(module, profile), module.published());
  }

  /** Every test that must pass does, and the published results say the same. */
  void verifySuite() {
    ProfileSuite suite = run.suite();
    SuiteReport report =
        run.run(suite.requiredInBuild(), Progress.brief(suite.profile().name(), System.out));
    report(report.summary() + "; " + report.time(), report.failures());
    compare(report);
  }

  private void compare(SuiteReport report) {
    String name = report.suite().profile().name();
    List<String> differences =
        ReportedResults.differences(report, PublishedResults.read(published, name));
    if (!differences.isEmpty()) {
      fail(
          "%s says otherwise than this build. Renew it with scripts/conformance %s:%n  %s"
              .formatted(
                  PublishedResults.file(published, name), name, String.join("\n  ", differences)));
    }
  }

  /** Every test of the canary fails on broken pipelines. */
  void verify(Canary canary) {
    ProfileSuite suite = run.suite();
    CanaryReport report = run.run(canary, suite.canary(), (record, log) -> {});
    report(report.summary(), report.failures());
  }

  private static void report(String summary, String failures) {
    System.out.println(summary);
    if (!failures.isEmpty()) {
      fail(summary + System.lineSeparator() + failures);
    }
  }

  @Override
  public void close() {
    run.close();
  }
}
