package dev.beamflink.runner.jobserver;

import java.util.List;
import org.apache.beam.runners.fnexecution.artifact.ArtifactRetrievalService;
import org.apache.beam.sdk.expansion.service.ExpansionService;
import org.apache.beam.sdk.expansion.service.ExpansionServiceOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.sdk.util.construction.Environments;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.BindableService;

/**
 * Beam's expansion service: makes transforms of the Java SDK for pipelines of others, as far as
 * they are on the server's class path. Loaded by who starts it only; other users of the runner have
 * no such classes.
 */
final class Expansion {

  private Expansion() {}

  /** What is served at its port: the expansion, and the artifacts of what was expanded. */
  static List<BindableService> services() {
    PipelineOptions options = PipelineOptionsFactory.create();
    // Any class of the class path may be named: whoever reaches the server runs code in any case.
    options.as(ExpansionServiceOptions.class).setJavaClassLookupAllowlistFile("*");
    // The code is Java like the TaskManager's: no harness need be started for it.
    options
        .as(PortablePipelineOptions.class)
        .setDefaultEnvironmentType(Environments.ENVIRONMENT_EMBEDDED);
    return List.of(new ExpansionService(options), new ArtifactRetrievalService());
  }
}
