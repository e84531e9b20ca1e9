package dev.beamflink.translation.runtime.teststream;

import dev.beamflink.translation.runtime.format.CoderDescription;
import dev.beamflink.translation.runtime.format.Described;
import dev.beamflink.translation.runtime.format.OperatorDescription;
import dev.beamflink.translation.runtime.source.SplitStates;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.watermark.LongWatermarkDeclaration;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The one source of a pipeline with TestStreams: emits no element, only the markers of one step
 * after the other. Runs at parallelism 1. Serialisable; made by the client, which sets {@link
 * #LISTENING_ID}.
 */
public final class StepSource implements Source<Long, StepSplit, NoState>, Described {

  private static final long serialVersionUID = 1L;

  /** Under which name the source's coordinator listens for steps that are done. */
  public static final String LISTENING_ID = "beam:test-steps";

  private final TestSteps steps;

  public StepSource(TestSteps steps) {
    this.steps = steps;
  }

  @Override
  public Set<LongWatermarkDeclaration> declareWatermarks() {
    return TestTime.declarations();
  }

  /** A TestStream is unbounded, so that its pipeline runs in STREAMING. */
  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<Long, StepSplit> createReader(SourceReaderContext context) {
    return new StepReader(context, steps);
  }

  @Override
  public SplitEnumerator<StepSplit, NoState> createEnumerator(
      SplitEnumeratorContext<StepSplit> context) {
    return new StepEnumerator(context);
  }

  @Override
  public SplitEnumerator<StepSplit, NoState> restoreEnumerator(
      SplitEnumeratorContext<StepSplit> context, NoState state) {
    return new StepEnumerator(context);
  }

  @Override
  public SimpleVersionedSerializer<StepSplit> getSplitSerializer() {
    return new StepSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<NoState> getEnumeratorCheckpointSerializer() {
    return new NoStateSerializer();
  }

  @Override
  public OperatorDescription describe() {
    return SplitStates.of(new CoderDescription("steps of a TestStream", "", List.of()));
  }
}
