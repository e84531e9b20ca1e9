package dev.beamflink.translation.runtime.harness.environment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.GetArtifactRequest;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.GetArtifactResponse;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactFilePayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobArtifactsTest {

  @TempDir private Path jar;
  private final Harness harness = new Harness();

  @Test
  void artifactIsInTheJarOfTheJob() throws Exception {
    byte[] code = new byte[3 << 20];
    new Random(1).nextBytes(code);
    Files.write(Files.createDirectories(jar.resolve("artifacts")).resolve("code"), code);
    get("classpath://artifacts/code");
    assertArrayEquals(code, harness.received.toByteArray());
    assertEquals("end", harness.end);
  }

  @Test
  void emptyArtifactIsInTheJarOfTheJob() throws Exception {
    Files.createFile(jar.resolve("code"));
    get("classpath://code");
    assertEquals(0, harness.received.size());
    assertEquals("end", harness.end);
  }

  @Test
  void artifactIsAFile() throws Exception {
    Path file = Files.writeString(jar.resolve("code"), "code");
    get(file.toString());
    assertEquals("code", harness.received.toString());
    assertEquals("end", harness.end);
  }

  @Test
  void artifactIsMissing() throws Exception {
    get("classpath://code");
    assertEquals("NOT_FOUND: There is no artifact 'code' in the job's jar", harness.end);
  }

  private void get(String path) throws IOException {
    try (URLClassLoader job = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      new JobArtifacts(job)
          .getArtifact(
              GetArtifactRequest.newBuilder()
                  .setArtifact(
                      ArtifactInformation.newBuilder()
                          .setTypeUrn("beam:artifact:type:file:v1")
                          .setTypePayload(
                              ArtifactFilePayload.newBuilder()
                                  .setPath(path)
                                  .build()
                                  .toByteString()))
                  .build(),
              harness);
    }
  }

  /** Keeps what it gets. */
  private static final class Harness implements StreamObserver<GetArtifactResponse> {
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private String end = "";

    @Override
    public void onNext(GetArtifactResponse response) {
      received.writeBytes(response.getData().toByteArray());
    }

    @Override
    public void onError(Throwable failure) {
      Status status = Status.fromThrowable(failure);
      end = status.getCode() + ": " + status.getDescription();
    }

    @Override
    public void onCompleted() {
      end = "end";
    }
  }
}
