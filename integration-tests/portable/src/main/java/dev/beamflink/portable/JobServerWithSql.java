package dev.beamflink.portable;

import dev.beamflink.runner.jobserver.JobServerCommand;
import dev.beamflink.sql.OlderCallers;

/** The job server in a JVM in which Beam SQL runs. */
public final class JobServerWithSql {

  private JobServerWithSql() {}

  /** Runs the job server's command. */
  public static void main(String[] arguments) {
    OlderCallers.serve();
    JobServerCommand.main(arguments);
  }
}
