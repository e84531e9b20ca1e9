package dev.beamflink.translation.runtime.sideinput;

import dev.beamflink.translation.runtime.format.StateDescription;
import dev.beamflink.translation.runtime.state.OperatorStateDescriber;
import dev.beamflink.translation.runtime.state.OperatorStates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The checkpointed form of an operator's side inputs: the encoded blocks, each written once and
 * never changed, and the watermarks.
 *
 * <p>It is Flink's broadcast state, the only operator state that every subtask gets back whole
 * after a change of parallelism and after some subtasks have finished. The price is that each
 * subtask writes its copy to each checkpoint. Copying it in the task's thread is cheap, as blocks
 * are not copied but shared.
 */
public final class CheckpointedSideInputs {

  /** The name under which stands how far windows are forgotten; no PCollection has it. */
  private static final String FORGOTTEN = "";

  private static final String BLOCKS = "side-input-blocks";
  private static final String WATERMARKS = "side-input-watermarks";

  private final BroadcastState<BlockKey, SideInputBlock> blocks;

  /** By name of the PCollection. */
  private final BroadcastState<String, Long> watermarks;

  public CheckpointedSideInputs(OperatorStates states) {
    blocks =
        states.broadcast(BLOCKS, BlockKeySerializer.INSTANCE, SideInputBlockSerializer.INSTANCE);
    watermarks = states.broadcast(WATERMARKS, StringSerializer.INSTANCE, LongSerializer.INSTANCE);
  }

  /** Describes the states, in the client. */
  public static List<StateDescription> describe(OperatorStateDescriber states) {
    return List.of(
        states.broadcast(BLOCKS, BlockKeySerializer.INSTANCE, SideInputBlockSerializer.INSTANCE),
        states.broadcast(WATERMARKS, StringSerializer.INSTANCE, LongSerializer.INSTANCE));
  }

  BlockLog log() {
    return new BlockLog() {
      @Override
      public void put(BlockKey key, SideInputBlock block) {
        accessing(() -> blocks.put(key, block));
      }

      @Override
      public void remove(BlockKey key) {
        accessing(() -> blocks.remove(key));
      }
    };
  }

  /** Hands out what a checkpoint held, and forgets side inputs that the job does not have now. */
  void restore(Map<String, SideInputContent> contents) {
    List<Map.Entry<BlockKey, SideInputBlock>> restored = new ArrayList<>();
    accessing(() -> blocks.immutableEntries().forEach(restored::add));
    restored.sort(Comparator.comparingLong(entry -> entry.getKey().sequence()));
    for (Map.Entry<BlockKey, SideInputBlock> entry : restored) {
      SideInputContent content = contents.get(entry.getKey().collection());
      if (content == null) {
        accessing(() -> blocks.remove(entry.getKey()));
      } else {
        content.restore(entry.getKey(), entry.getValue());
      }
    }
    for (SideInputContent content : contents.values()) {
      Long watermark = get(content.spec().collection());
      if (watermark != null) {
        content.advanceWatermark(watermark);
      }
    }
  }

  private @Nullable Long get(String name) {
    try {
      return watermarks.get(name);
    } catch (Exception e) {
      throw failure(e);
    }
  }

  /** The main input's watermark up to which windows were forgotten. */
  long forgottenUpTo() {
    Long watermark = get(FORGOTTEN);
    return watermark == null ? Long.MIN_VALUE : watermark;
  }

  /** Writes down how far the side inputs are. */
  void snapshot(Iterable<SideInputContent> contents, long forgottenUpTo) {
    accessing(
        () -> {
          watermarks.clear();
          watermarks.put(FORGOTTEN, forgottenUpTo);
          for (SideInputContent content : contents) {
            watermarks.put(content.spec().collection(), content.watermark());
          }
        });
  }

  private interface Access {
    void run() throws Exception;
  }

  private static void accessing(Access access) {
    try {
      access.run();
    } catch (Exception e) {
      throw failure(e);
    }
  }

  private static IllegalStateException failure(Exception e) {
    return new IllegalStateException("The state of side inputs can't be accessed", e);
  }
}
