package dev.beamflink.cluster.job;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * An unbounded job: counts elements in checkpointed state and reports to the directory given as the
 * first argument, see {@link CountingFunction}.
 */
public final class CountJob {
  private static final double ELEMENTS_PER_SECOND = 500;

  public static void main(String[] arguments) throws Exception {
    var environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.setParallelism(1);
    environment
        .fromSource(
            new DataGeneratorSource<>(
                index -> index,
                Long.MAX_VALUE,
                RateLimiterStrategy.perSecond(ELEMENTS_PER_SECOND),
                Types.LONG),
            WatermarkStrategy.noWatermarks(),
            "numbers")
        .uid("numbers")
        .map(new CountingFunction(arguments[0]))
        .uid("count")
        .sinkTo(new DiscardingSink<>());
    environment.execute("count");
  }

  private CountJob() {}
}
