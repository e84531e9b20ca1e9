package dev.beamflink.runner;

import dev.beamflink.translation.translate.UserCode;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.flink.configuration.Configuration;

/** A pipeline that is to be executed, in whatever form it has come. Lives in the client. */
public interface ExecutablePipeline {

  /** The pipeline now. */
  RunnerApi.Pipeline toProto();

  /** Where its user code runs. */
  UserCode userCode();

  /** Jars of its user code that are not on the class path of this process; they go with the job. */
  List<Path> jars();

  /**
   * Fits the pipeline to the width of its job.
   *
   * @return whether {@link #toProto} answers another pipeline then
   */
  boolean fit(int parallelism, int maxParallelism);

  /** Sets what the form of the pipeline asks for in the job's configuration. */
  default void configure(Configuration job) {}
}
