package dev.beamflink.cluster.job;

import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A bounded job: adds up 1..1000 for odd and even numbers apart and writes both sums as text files
 * to the directory given as the first argument.
 */
public final class SumJob {
  public static final long ODD_SUM = 250_000;
  public static final long EVEN_SUM = 250_500;

  public static void main(String[] arguments) throws Exception {
    var environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
    environment
        .fromSequence(1, 1000)
        .keyBy(number -> number % 2)
        .reduce(Long::sum)
        .sinkTo(
            FileSink.forRowFormat(new Path(arguments[0]), new SimpleStringEncoder<Long>()).build());
    environment.execute("sum");
  }

  private SumJob() {}
}
