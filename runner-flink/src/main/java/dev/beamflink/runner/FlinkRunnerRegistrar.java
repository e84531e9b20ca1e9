package dev.beamflink.runner;

import com.google.auto.service.AutoService;
import java.util.List;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.runners.flink.TestFlinkRunner;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.runners.PipelineRunnerRegistrar;

/** Makes {@code --runner=FlinkRunner} and {@code --runner=TestFlinkRunner} known to Beam. */
@AutoService(PipelineRunnerRegistrar.class)
public final class FlinkRunnerRegistrar implements PipelineRunnerRegistrar {

  @Override
  public Iterable<Class<? extends PipelineRunner<?>>> getPipelineRunners() {
    return List.of(FlinkRunner.class, TestFlinkRunner.class);
  }
}
