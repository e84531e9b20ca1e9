package dev.beamflink.cluster.longrun;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The short form of {@code scripts/leak-test}: fewer jobs, whose class loaders must be gone. */
class LeaksITCase {

  @Test
  void endedJobsLeaveNothingBehind() throws Exception {
    try (Session session = Session.start("leaks-short")) {
      assertEquals(List.of(), new Leaks(1, 4).run(session, System.out));
    }
  }
}
