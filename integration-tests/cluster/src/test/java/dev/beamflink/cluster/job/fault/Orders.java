package dev.beamflink.cluster.job.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What the driver wants to go wrong: a file per order. Who takes an order removes its file, so that
 * it is obeyed once, by whoever comes first, and the driver sees that it was.
 */
public record Orders(Meeting meeting) {

  /** Makes user code throw. */
  public Path fail(Phase phase) {
    return meeting.orders().resolve("fail-" + phase);
  }

  /** Makes user code wait as many milliseconds as the file says. */
  public Path delay(Phase phase) {
    return meeting.orders().resolve("delay-" + phase);
  }

  /** Called by user code: does what has been ordered for this phase. */
  public void obey(Phase phase) {
    try {
      Path delay = delay(phase);
      if (Files.exists(delay)) {
        String millis = Files.readString(delay);
        Files.delete(delay);
        TimeUnit.MILLISECONDS.sleep(Long.parseLong(millis));
      }
      if (Files.deleteIfExists(fail(phase))) {
        throw new InjectedFault(phase);
      }
    } catch (NoSuchFileException e) {
      // Somebody else took the order.
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read orders in " + meeting.orders(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cancelled while delayed on order", e);
    }
  }
}
