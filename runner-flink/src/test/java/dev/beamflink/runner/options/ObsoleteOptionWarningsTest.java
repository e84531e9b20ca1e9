package dev.beamflink.runner.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.lang.reflect.Method;
import java.util.List;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

class ObsoleteOptionWarningsTest {

  private static List<String> warnings(String... arguments) {
    return ObsoleteOptionWarnings.of(
        PipelineOptionsFactory.fromArgs(arguments).as(FlinkPipelineOptions.class));
  }

  @Test
  void defaultsWarnOfNothing() {
    assertEquals(List.of(), warnings());
  }

  @Test
  void anOptionSetToItsDefaultWarnsOfNothing() {
    assertEquals(List.of(), warnings("--objectReuse=false", "--executionModeForBatch=PIPELINED"));
  }

  @Test
  void eachOptionInUseWarnsOnceAndSaysWhy() {
    assertEquals(
        List.of(
            "Option --fasterCopy has no effect and is not needed any more. There is no copy between"
                + " operators that could be made faster.",
            "Option --objectReuse has no effect and is not needed any more. Elements are always"
                + " handed over without a copy: Beam forbids user code to change them."),
        warnings("--objectReuse", "--fasterCopy"));
  }

  @Test
  void everyObsoleteOptionHasAReason() {
    List<Method> getters = OptionGetters.declaredBy(ObsoleteOptions.class);
    assertFalse(getters.isEmpty());
    for (Method getter : getters) {
      assertNotNull(getter.getAnnotation(Description.class), getter.getName());
    }
  }
}
