package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.testkit.Journal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.VarInt;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An unbounded source whose splits give the numbers that they are made of, each at its own time,
 * and then either end or stay without data for ever. Between two numbers a split has nothing for
 * some polls. What readers are asked to do is written to a journal.
 */
final class ScriptedSource extends UnboundedSource<Long, ScriptedSource.Mark> {

  private static final long serialVersionUID = 1L;

  /**
   * What all splits have in common.
   *
   * @param emptyPolls how often a split has nothing before each number
   * @param ends whether splits reach the end of time after their last number
   * @param backlog whether splits tell their backlog, of 10 bytes per number
   * @param recordIds whether duplicates must be removed, by record ids
   */
  record Script(int emptyPolls, boolean ends, boolean backlog, boolean recordIds, Journal journal)
      implements Serializable {}

  final String name;
  private final Script script;
  private final List<List<Long>> splits;

  private ScriptedSource(String name, Script script, List<List<Long>> splits) {
    this.name = name;
    this.script = script;
    this.splits = List.copyOf(splits);
  }

  static ScriptedSource of(Script script, List<List<Long>> splits) {
    return new ScriptedSource("all", script, splits);
  }

  @Override
  public List<ScriptedSource> split(int desiredNumSplits, PipelineOptions options) {
    List<ScriptedSource> parts = new ArrayList<>();
    for (List<Long> split : splits) {
      parts.add(new ScriptedSource("split" + parts.size(), script, List.of(split)));
    }
    return parts;
  }

  @Override
  public UnboundedReader<Long> createReader(PipelineOptions options, @Nullable Mark mark) {
    return new Reader(mark == null ? 0 : mark.position);
  }

  @Override
  public Coder<Mark> getCheckpointMarkCoder() {
    return new MarkCoder();
  }

  @Override
  public Coder<Long> getOutputCoder() {
    return VarLongCoder.of();
  }

  @Override
  public boolean requiresDeduping() {
    return script.recordIds;
  }

  private final class Reader extends UnboundedReader<Long> {
    private final List<Long> numbers = splits.get(0);
    private int index;
    private int emptyPolls;
    private boolean started;

    Reader(int position) {
      index = position - 1;
    }

    @Override
    public boolean start() {
      started = true;
      script.journal.write("start " + name);
      return advance();
    }

    @Override
    public boolean advance() {
      if (index + 1 >= numbers.size()) {
        return false;
      }
      if (emptyPolls < script.emptyPolls) {
        emptyPolls++;
        return false;
      }
      emptyPolls = 0;
      index++;
      return true;
    }

    @Override
    public Long getCurrent() {
      return numbers.get(index);
    }

    @Override
    public Instant getCurrentTimestamp() {
      return Instant.ofEpochMilli(getCurrent());
    }

    @Override
    public byte[] getCurrentRecordId() {
      return ("\u00ff" + getCurrent()).getBytes(StandardCharsets.ISO_8859_1); // not UTF-8
    }

    @Override
    public Instant getWatermark() {
      checkStarted();
      int next = index + 1;
      if (next < numbers.size()) {
        return Instant.ofEpochMilli(numbers.get(next));
      }
      return script.ends
          ? BoundedWindow.TIMESTAMP_MAX_VALUE
          : Instant.ofEpochMilli(numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1) + 1);
    }

    @Override
    public Mark getCheckpointMark() {
      checkStarted();
      return new Mark(index + 1, name, script.journal);
    }

    private void checkStarted() {
      if (!started) {
        throw new AssertionError("The reader has not been started");
      }
    }

    @Override
    public long getSplitBacklogBytes() {
      return script.backlog ? 10L * (numbers.size() - index - 1) : BACKLOG_UNKNOWN;
    }

    @Override
    public UnboundedSource<Long, ?> getCurrentSource() {
      return ScriptedSource.this;
    }

    @Override
    public void close() {
      script.journal.write("close " + name);
    }
  }

  /** How many numbers have been read. */
  static final class Mark implements CheckpointMark {
    private final int position;
    private final @Nullable String split;
    private final @Nullable Journal journal;

    private Mark(int position, @Nullable String split, @Nullable Journal journal) {
      this.position = position;
      this.split = split;
      this.journal = journal;
    }

    @Override
    public void finalizeCheckpoint() {
      if (journal == null) {
        throw new AssertionError("Finalized a mark that has been restored");
      }
      journal.write("finalize " + split + " " + position);
    }
  }

  private static final class MarkCoder extends AtomicCoder<Mark> {

    private static final long serialVersionUID = 1L;

    @Override
    public void encode(Mark mark, OutputStream out) throws IOException {
      VarInt.encode(mark.position, out);
    }

    @Override
    public Mark decode(InputStream in) throws IOException {
      return new Mark(VarInt.decodeInt(in), null, null);
    }
  }
}
