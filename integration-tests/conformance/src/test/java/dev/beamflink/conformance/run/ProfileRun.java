package dev.beamflink.conformance.run;

import dev.beamflink.conformance.canary.Canary;
import dev.beamflink.conformance.fork.FailureFiles;
import dev.beamflink.conformance.fork.ForkSpec;
import dev.beamflink.conformance.fork.SuiteRun;
import dev.beamflink.conformance.fork.TestListener;
import dev.beamflink.conformance.fork.TestRecord;
import dev.beamflink.conformance.fork.TestRequest;
import dev.beamflink.conformance.profile.Profile;
import dev.beamflink.conformance.profile.ProfileSuite;
import dev.beamflink.conformance.suite.BeamSuite;
import dev.beamflink.conformance.suite.TestId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Runs tests of one profile of Beam's suite, one after the other and all in the same forked JVM as
 * long as it lives. Owned by one thread; closing it ends the JVM.
 */
public final class ProfileRun implements AutoCloseable {

  private final ProfileSuite suite;
  private final ModuleDirectory module;
  private final SuiteRun forks;

  /** A run of a profile. */
  public static ProfileRun open(ModuleDirectory module, Profile profile) {
    ProfileSuite suite =
        ProfileSuite.load(module.resources(), module.published(), profile, BeamSuite.jars());
    return new ProfileRun(suite, module);
  }

  private ProfileRun(ProfileSuite suite, ModuleDirectory module) {
    Profile profile = suite.profile();
    this.suite = suite;
    this.module = module;
    this.forks =
        new SuiteRun(ForkSpec.withOwnClassPath(module.work(profile.name()), profile.jvmOptions()));
  }

  /** The tests to choose from. */
  public ProfileSuite suite() {
    return suite;
  }

  /** Runs these tests and tells the listener of each. */
  public SuiteReport run(Collection<TestId> tests, TestListener progress) {
    long start = System.nanoTime();
    List<TestRecord> records =
        run(tests, suite.profile().pipelineOptions(), suite.profile().name(), progress);
    return new SuiteReport(suite, records, Duration.ofNanos(System.nanoTime() - start));
  }

  /** Runs these tests with their pipelines broken and tells the listener of each. */
  public CanaryReport run(Canary canary, Collection<TestId> tests, TestListener progress) {
    Profile profile = suite.profile();
    List<TestRecord> records =
        run(
            tests,
            canary.applyTo(profile.pipelineOptions()),
            profile.name() + "-" + canary.label(),
            progress);
    return new CanaryReport(profile.name(), canary, records);
  }

  private List<TestRecord> run(
      Collection<TestId> tests, List<String> options, String name, TestListener progress) {
    List<TestRequest> requests =
        tests.stream().map(test -> new TestRequest(test, options, suite.limit(test))).toList();
    return forks.run(requests, FailureFiles.emptied(module.work(name)).and(progress));
  }

  @Override
  public void close() {
    forks.close();
  }
}
