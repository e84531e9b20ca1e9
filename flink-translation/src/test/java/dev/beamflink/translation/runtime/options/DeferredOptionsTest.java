package dev.beamflink.translation.runtime.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class DeferredOptionsTest {

  /** Whoever deserialises an operator must leave nothing of the options behind in its thread. */
  @Test
  void travelUnread() throws Exception {
    DeferredOptions unreadable = InstantiationUtil.clone(new DeferredOptions("no options"));
    assertThrows(IllegalArgumentException.class, unreadable::get);
  }

  @Test
  void arriveAsTheyWere() throws Exception {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setJobName("mine");
    assertEquals("mine", InstantiationUtil.clone(DeferredOptions.of(options)).get().getJobName());
  }

  @Test
  void areReadOnce() {
    DeferredOptions deferred = DeferredOptions.of(PipelineOptionsFactory.create());
    assertSame(deferred.get(), deferred.get());
  }
}
