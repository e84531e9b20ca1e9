package dev.beamflink.conformance.fork;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Writes what the threads of another JVM are doing to a file, by the JDK's {@code jcmd}. */
final class ThreadDump {

  /** A JVM that is out of memory may never answer. */
  private static final long LIMIT_SECONDS = 20;

  private ThreadDump() {}

  /** Returns one sentence that says where the dump is, or why there is none. */
  static String write(long pid, Path file) {
    try {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(pid),
                  "Thread.print",
                  "-l")
              .redirectErrorStream(true)
              .redirectOutput(file.toFile())
              .start();
      if (jcmd.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && jcmd.exitValue() == 0) {
        return "Thread dump: " + file;
      }
      jcmd.destroyForcibly();
      return "The JVM gave no thread dump within " + LIMIT_SECONDS + " s.";
    } catch (IOException e) {
      return "No thread dump: " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "No thread dump: interrupted.";
    }
  }
}
