package dev.beamflink.runner.options;

import dev.beamflink.model.problem.Problems;
import org.apache.beam.runners.flink.FlinkPipelineOptions;

/** Finds wrong values of some options. Adds every problem, throws nothing. */
interface OptionCheck {

  void check(FlinkPipelineOptions options, Problems problems);
}
