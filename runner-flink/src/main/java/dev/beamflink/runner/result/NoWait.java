package dev.beamflink.runner.result;

import java.time.Duration;
import org.apache.beam.sdk.PipelineResult.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Returns at once with the state of the moment. Whoever started the program asked Flink not to
 * wait: {@code flink run -d}, the web UI, application mode.
 */
public record NoWait() implements EndWait {

  private static final Logger LOG = LoggerFactory.getLogger(NoWait.class);

  @Override
  public State await(SubmittedJob job, Duration limit) throws InterruptedException {
    LOG.info("Job {} was submitted detached: not waiting for its end", job.id());
    return job.state();
  }
}
