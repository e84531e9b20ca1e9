package dev.beamflink.runner;

import com.google.auto.service.AutoService;
import java.util.List;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsRegistrar;

/** Makes {@link FlinkPipelineOptions} known to Beam's command line parser. */
@AutoService(PipelineOptionsRegistrar.class)
public final class FlinkOptionsRegistrar implements PipelineOptionsRegistrar {

  @Override
  public Iterable<Class<? extends PipelineOptions>> getPipelineOptions() {
    return List.of(FlinkPipelineOptions.class);
  }
}
