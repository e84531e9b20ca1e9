package dev.beamflink.runner.jobserver;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.util.common.ReflectHelpers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of one job in the thread that plans and follows it: until this is closed, they are
 * behind the thread's context class loader. Used by that thread only.
 */
final class ContextClasses implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ContextClasses.class);

  private final @Nullable ClassLoader before = Thread.currentThread().getContextClassLoader();
  private @Nullable URLClassLoader loader;

  /** Adds jars; classes that this process has come first. Called once at most. */
  void add(List<Path> jars) {
    if (!jars.isEmpty()) {
      loader =
          new URLClassLoader(
              jars.stream().map(ContextClasses::url).toArray(URL[]::new),
              ReflectHelpers.findClassLoader());
      Thread.currentThread().setContextClassLoader(loader);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("A file has no URL: " + jar, e);
    }
  }

  @Override
  public void close() {
    Thread.currentThread().setContextClassLoader(before);
    if (loader != null) {
      try {
        loader.close();
      } catch (IOException e) {
        LOG.warn("Jars of an ended job can't be closed: {}", e.toString());
      }
    }
  }
}
