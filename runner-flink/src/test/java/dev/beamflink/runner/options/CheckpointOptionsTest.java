package dev.beamflink.runner.options;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

/** Options that Beam's libraries declare once more, as they can't refer to a runner. */
class CheckpointOptionsTest {

  /** As in {@code KafkaIO.Read.FakeFlinkPipelineOptions}, which every read of Kafka asks for. */
  public interface OptionsOfKafkaIo extends PipelineOptions {
    @Default.Long(-1)
    Long getCheckpointingInterval();

    void setCheckpointingInterval(Long interval);
  }

  @Test
  void kafkaIoSeesTheInterval() {
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs("--checkpointingInterval=500")
            .as(FlinkPipelineOptions.class);
    assertEquals(500, options.as(OptionsOfKafkaIo.class).getCheckpointingInterval());
  }

  @Test
  void kafkaIoSeesThatThereIsNoInterval() {
    PipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    assertEquals(-1, options.as(OptionsOfKafkaIo.class).getCheckpointingInterval());
  }
}
