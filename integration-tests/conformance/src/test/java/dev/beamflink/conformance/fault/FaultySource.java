package dev.beamflink.conformance.fault;

import dev.beamflink.translation.runtime.teststream.StepSource;
import java.util.Set;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.watermark.WatermarkDeclaration;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.RichSourceReaderContext;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A source whose readers hold and fail as the faults of its job say. Its splits and its enumerator
 * are those of the source inside, and so is its state.
 */
final class FaultySource<T, S extends SourceSplit, E> implements Source<T, S, E> {

  private static final long serialVersionUID = 1;

  private final Source<T, S, E> source;
  private final String faultsId;
  private final int number;

  /**
   * @param faultsId finds the job's faults again in the task
   * @param number of the source in its job
   */
  FaultySource(Source<T, S, E> source, String faultsId, int number) {
    this.source = source;
    this.faultsId = faultsId;
    this.number = number;
  }

  @Override
  public SourceReader<T, S> createReader(SourceReaderContext context) throws Exception {
    SourceReader<T, S> reader = source.createReader(context);
    JobFaults faults = JobFaults.of(faultsId, job(context));
    return source instanceof StepSource
        ? new FaultyStepReader<>(reader, faults.steps())
        : new FaultyReader<>(
            reader,
            faults.reads().join(number, context.getIndexOfSubtask(), context.currentParallelism()));
  }

  private static JobID job(SourceReaderContext context) {
    return ((RichSourceReaderContext) context).getRuntimeContext().getJobInfo().getJobId();
  }

  @Override
  public Boundedness getBoundedness() {
    return source.getBoundedness();
  }

  @Override
  public SplitEnumerator<S, E> createEnumerator(SplitEnumeratorContext<S> context)
      throws Exception {
    return source.createEnumerator(context);
  }

  @Override
  public SplitEnumerator<S, E> restoreEnumerator(SplitEnumeratorContext<S> context, E state)
      throws Exception {
    return source.restoreEnumerator(context, state);
  }

  @Override
  public SimpleVersionedSerializer<S> getSplitSerializer() {
    return source.getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<E> getEnumeratorCheckpointSerializer() {
    return source.getEnumeratorCheckpointSerializer();
  }

  @Override
  public Set<? extends WatermarkDeclaration> declareWatermarks() {
    return source.declareWatermarks();
  }
}
