package dev.beamflink.conformance.fork;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.fail;
import static org.junit.Assume.assumeTrue;

import dev.beamflink.conformance.suite.TestId;
import java.util.concurrent.CountDownLatch;
import org.junit.Ignore;
import org.junit.Test;

/** A JUnit 4 suite that does what real suites do at their worst. Its name keeps Maven away. */
public class FakeSuite {

  /** A test of this class. */
  static TestId test(String method) {
    return new TestId(FakeSuite.class.getName(), method);
  }

  @Test
  public void passes() {}

  @Test
  public void fails() {
    System.out.println("printed before failing");
    throw new IllegalStateException("outer", new AssertionError("\nExpected: 1\n\tbut: was \\2"));
  }

  @Test
  @Ignore
  public void isIgnored() {
    fail("an ignored test ran");
  }

  @Test
  public void assumesTheImpossible() {
    assumeTrue("pigs fly", false);
  }

  @Test
  public void hangs() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  @Test(timeout = 1)
  public void exceedsItsOwnLimit() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  @Test
  public void endsItsJvm() {
    System.out.println("about to halt");
    Runtime.getRuntime().halt(42);
  }

  @Test
  public void isGivenOptions() {
    assertEquals(
        "[\"--runner=Some\", \"--text=a \\\"b\\\"\"]",
        System.getProperty("beamTestPipelineOptions"));
  }

  @Test
  public void isFirstInItsJvm() {
    assertEquals(null, System.setProperty("fake.suite.ran", "yes"));
  }
}
