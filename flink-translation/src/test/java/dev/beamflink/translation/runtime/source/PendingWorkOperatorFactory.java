package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.runtime.quiet.QuietReportingOperatorFactory;
import dev.beamflink.translation.runtime.quiet.QuietSpec;
import dev.beamflink.translation.testkit.Journal;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes {@link PendingWorkOperator}s. */
final class PendingWorkOperatorFactory<T> extends AbstractStreamOperatorFactory<T>
    implements OneInputStreamOperatorFactory<T, T>, QuietReportingOperatorFactory<T> {

  private final QuietSpec quietSpec;
  private final long delayMillis;
  private final Journal journal;
  private final boolean failsWhenQuiet;

  PendingWorkOperatorFactory(
      QuietSpec quietSpec, long delayMillis, Journal journal, boolean failsWhenQuiet) {
    this.failsWhenQuiet = failsWhenQuiet;
    this.quietSpec = quietSpec;
    this.delayMillis = delayMillis;
    this.journal = journal;
  }

  @Override
  public QuietSpec quietSpec() {
    return quietSpec;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <S extends StreamOperator<T>> S createStreamOperator(
      StreamOperatorParameters<T> parameters) {
    return (S) new PendingWorkOperator<>(parameters, delayMillis, journal, failsWhenQuiet);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return PendingWorkOperator.class;
  }
}
