package dev.beamflink.conformance.fork;

import dev.beamflink.conformance.suite.TestId;
import java.time.Duration;
import java.util.List;

/**
 * One test to run.
 *
 * @param pipelineOptions what {@code TestPipeline} parses, for instance {@code --streaming}
 * @param limit after which the test's JVM is ended
 */
public record TestRequest(TestId test, List<String> pipelineOptions, Duration limit) {

  public TestRequest {
    pipelineOptions = List.copyOf(pipelineOptions);
  }
}
