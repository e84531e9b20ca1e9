package dev.beamflink.translation.runtime.harness.environment;

import java.io.IOException;
import java.time.Duration;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;

/** Starts what runs the SDK harnesses of environments of one kind. */
interface EnvironmentKind {

  /** The kind's URN. */
  String urn();

  /**
   * Starts a harness, and does not wait until it has connected.
   *
   * @param workerId unique
   * @param servers where the harness is to connect
   * @param timeout how long this may take
   * @throws HarnessStartException if that can't work
   * @throws HarnessLostException if it may work later
   * @throws IOException if the environment's payload is none
   */
  Worker start(Environment environment, String workerId, HarnessServers servers, Duration timeout)
      throws IOException;
}
