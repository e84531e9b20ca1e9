package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.testkit.Journal;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A source whose enumerator fails once, at the first checkpoint after the given entry is in the
 * journal. That is a global failure: all coordinators are reset or made anew.
 */
record GlobalFailureSource<T, SplitT extends SourceSplit, StateT>(
    Source<T, SplitT, StateT> source, Journal journal, String after)
    implements Source<T, SplitT, StateT> {

  @Override
  public SplitEnumerator<SplitT, StateT> createEnumerator(SplitEnumeratorContext<SplitT> context)
      throws Exception {
    return new Enumerator(source.createEnumerator(context));
  }

  @Override
  public SplitEnumerator<SplitT, StateT> restoreEnumerator(
      SplitEnumeratorContext<SplitT> context, StateT state) throws Exception {
    return new Enumerator(source.restoreEnumerator(context, state));
  }

  @Override
  public Boundedness getBoundedness() {
    return source.getBoundedness();
  }

  @Override
  public SourceReader<T, SplitT> createReader(SourceReaderContext context) throws Exception {
    return source.createReader(context);
  }

  @Override
  public SimpleVersionedSerializer<SplitT> getSplitSerializer() {
    return source.getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<StateT> getEnumeratorCheckpointSerializer() {
    return source.getEnumeratorCheckpointSerializer();
  }

  private final class Enumerator implements SplitEnumerator<SplitT, StateT> {
    private final SplitEnumerator<SplitT, StateT> enumerator;

    Enumerator(SplitEnumerator<SplitT, StateT> enumerator) {
      this.enumerator = enumerator;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
      enumerator.notifyCheckpointComplete(checkpointId);
      if (journal.count(after) > 0 && journal.count("global failure") == 0) {
        journal.write("global failure");
        throw new IllegalStateException("on purpose");
      }
    }

    @Override
    public void start() {
      enumerator.start();
    }

    @Override
    public void handleSplitRequest(int subtask, String requesterHostname) {
      enumerator.handleSplitRequest(subtask, requesterHostname);
    }

    @Override
    public void addSplitsBack(List<SplitT> splits, int subtask) {
      enumerator.addSplitsBack(splits, subtask);
    }

    @Override
    public void addReader(int subtask) {
      enumerator.addReader(subtask);
    }

    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
      enumerator.handleSourceEvent(subtask, event);
    }

    @Override
    public StateT snapshotState(long checkpointId) throws Exception {
      return enumerator.snapshotState(checkpointId);
    }

    @Override
    public void close() throws IOException {
      enumerator.close();
    }
  }
}
