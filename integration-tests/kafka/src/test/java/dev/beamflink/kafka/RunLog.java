package dev.beamflink.kafka;

import java.time.Duration;

/** Tells what happens, and when. */
final class RunLog {
  private final long startNanos = System.nanoTime();

  void say(String line) {
    Duration time = Duration.ofNanos(System.nanoTime() - startNanos);
    System.out.printf("%5d s  %s%n", time.toSeconds(), line);
  }
}
