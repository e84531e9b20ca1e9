package dev.beamflink.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.cluster.CommandResult;
import dev.beamflink.cluster.TestSettings;
import dev.beamflink.cluster.fault.FaultCluster;
import dev.beamflink.kafka.job.KafkaJob;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The short form of {@code scripts/kafka-tests}: a TaskManager is killed once for each way to read.
 */
class KafkaITCase {
  private static final long SEED = 6;

  private static FaultCluster cluster;
  private static KafkaBroker broker;

  @BeforeAll
  static void start() throws Exception {
    cluster = KafkaRuns.startCluster("kafka-short");
    broker = KafkaBroker.start(cluster.directory().resolve("kafka"));
  }

  @AfterAll
  static void stop() throws Exception {
    broker.close();
    cluster.close();
  }

  @ParameterizedTest
  @EnumSource
  void eachRecordIsWrittenOnce(ReadPath path) throws Exception {
    KafkaRuns runs = new KafkaRuns(cluster, broker, new Random(SEED), new RunLog());
    assertEquals(List.of(), runs.problems(path, List.of(Victim.TASK_MANAGER)));
  }

  @Test
  void sinkIsRefusedWithoutCheckpoints() {
    CommandResult result =
        cluster
            .flink()
            .execute(
                List.of(
                    "run",
                    "-c",
                    KafkaJob.class.getName(),
                    TestSettings.JOBS_JAR.toString(),
                    "--runner=FlinkRunner",
                    "--broker=" + broker.address(),
                    "--input=in",
                    "--output=out",
                    "--readGroup=read",
                    "--lowestOffsets=" + cluster.directory(),
                    "--sinkGroup=sink",
                    "--shards=1"));
    assertNotEquals(0, result.exitCode());
    assertTrue(
        result.output().contains("asks for stable input (@RequiresStableInput)"), result::output);
    assertTrue(result.output().contains("Set --checkpointingInterval"), result::output);
  }
}
