package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.group.spill.GroupMemory;
import dev.beamflink.translation.runtime.keyed.CurrentKey;
import dev.beamflink.translation.runtime.sort.EncodedPair;
import dev.beamflink.translation.runtime.spill.SpillFiles;
import dev.beamflink.translation.runtime.stage.TransformFailedException;
import java.io.IOException;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Groups pairs that come key by key: decodes them and hands them to the {@link KeyGroups} that the
 * windowing needs.
 *
 * <p>Made when the operator opens; task thread only.
 */
final class BatchGroups {

  /** Most of the encoded size of the values of a key that are kept in memory. */
  private static final long MOST_BYTES = 32 << 20; // 32 MiB

  /** Decoded, values take a few times their size, and there are a few subtasks in a process. */
  private static final int HEAP_SHARE = 64;

  private final BatchGroupSpec spec;
  private final BatchKey key = new BatchKey();
  private final GroupMemory memory = new GroupMemory(memoryBytes());
  private final SpillFiles files;
  private final KeyGroups groups;

  BatchGroups(
      BatchGroupSpec spec,
      Output<StreamRecord<WindowedValue<Object>>> output,
      SpillFiles files,
      ProcessingTimeService clock,
      MetricsContainer metrics) {
    this.spec = spec;
    this.files = files;
    GroupSpec group = spec.group();
    CurrentKey currentKey = new CurrentKey(key, group.keyCoder(), group.transformName());
    GroupOutput panes = new GroupOutput(output, currentKey);
    GroupCalls calls = new GroupCalls(group.transformName(), metrics);
    this.groups =
        GroupsAtEnd.suffice(group.windowing())
            ? new GroupsAtEnd(group, BagOrAccumulator.of(group, memory, files), panes, calls)
            : new TimedGroups(group, currentKey, memory, files, clock, panes, calls);
  }

  private static long memoryBytes() {
    return Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }

  /** Takes a pair; if its key is another than before, that one is over. */
  void process(EncodedPair pair) throws Exception {
    if (!key.is(pair.key())) {
      finishKey();
      key.setCurrentKey(pair.key());
    }
    WindowedValue<Object> element = decode(pair.element());
    memory.elementIs(element.getValue(), pair.element().length);
    groups.process(element, pair.rank());
  }

  private WindowedValue<Object> decode(byte[] element) {
    try {
      return CoderUtils.decodeFromByteArray(spec.elementCoder(), element);
    } catch (IOException | RuntimeException e) { // coders are user code
      throw new TransformFailedException(
          spec.group().transformName(), "decoding of its elements", e);
    }
  }

  /** The current key, if there is one, has no more elements. */
  void finishKey() throws Exception {
    if (key.isSet()) {
      groups.finishKey();
      memory.clear();
      files.finishCurrent();
      key.clear();
    }
  }
}
