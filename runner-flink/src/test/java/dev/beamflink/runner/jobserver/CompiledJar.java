package dev.beamflink.runner.jobserver;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/** Jars of classes that are not on the class path of this JVM. */
final class CompiledJar {

  private CompiledJar() {}

  /**
   * Compiles one class of the unnamed package against this JVM's class path.
   *
   * @return the jar with it
   */
  static Path of(Path directory, String name, String source) throws IOException {
    Path file = Files.writeString(directory.resolve(name + ".java"), source);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                directory.toString(),
                file.toString());
    if (failed != 0) {
      throw new AssertionError("The compiler has answered " + failed);
    }
    Path jar = directory.resolve(name + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      entries.putNextEntry(new JarEntry(name + ".class"));
      entries.write(Files.readAllBytes(directory.resolve(name + ".class")));
    }
    return jar;
  }
}
