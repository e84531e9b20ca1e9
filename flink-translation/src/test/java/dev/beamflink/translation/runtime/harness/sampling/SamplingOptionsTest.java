package dev.beamflink.translation.runtime.harness.sampling;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

class SamplingOptionsTest {

  private static final Environment TAKES_SAMPLES =
      Environment.newBuilder().addCapabilities("beam:protocol:data_sampling:v1").build();

  @Test
  void nothingIsAskedForUnlessTheOptionsSaySo() {
    assertFalse(areSet(TAKES_SAMPLES, "beam_fn_api"));
    assertTrue(areSet(TAKES_SAMPLES, "beam_fn_api,enable_data_sampling"));
  }

  @Test
  void samplesOfFailuresCanBeTurnedOff() {
    assertTrue(areSet(TAKES_SAMPLES, "enable_always_on_exception_sampling"));
    assertFalse(
        areSet(
            TAKES_SAMPLES,
            "enable_always_on_exception_sampling,disable_always_on_exception_sampling"));
  }

  @Test
  void harnessThatTakesNoneIsNotAsked() {
    assertFalse(areSet(Environment.getDefaultInstance(), "enable_data_sampling"));
  }

  private static boolean areSet(Environment environment, String experiments) {
    return SamplingOptions.areSetFor(
        environment, PipelineOptionsFactory.fromArgs("--experiments=" + experiments).create());
  }
}
