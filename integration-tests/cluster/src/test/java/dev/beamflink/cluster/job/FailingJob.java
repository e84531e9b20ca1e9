package dev.beamflink.cluster.job;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A job whose user code throws on a TaskManager. */
public final class FailingJob {
  public static final String MESSAGE = "the element was not to our taste";

  public static void main(String[] arguments) throws Exception {
    var environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.fromSequence(1, 10).map(FailingJob::refuse).sinkTo(new DiscardingSink<>());
    environment.execute("failing");
  }

  private static long refuse(long element) {
    throw new IllegalArgumentException(MESSAGE);
  }

  private FailingJob() {}
}
