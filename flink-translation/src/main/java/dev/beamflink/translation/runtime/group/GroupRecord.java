package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.group.trigger.TriggerFacts;
import dev.beamflink.translation.runtime.group.trigger.TriggerMachines;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.PaneInfo.PaneInfoCoder;
import org.apache.beam.sdk.util.VarInt;
import org.jspecify.annotations.Nullable;

/**
 * What state has of a group beside its values; nothing if no pane was emitted and its triggers have
 * seen nothing.
 *
 * @param lastPane the pane emitted last; null if there was none, or it was the last one of all
 * @param isEmpty whether nothing has come since
 * @param triggerId the trigger that the facts are of, as {@link TriggerMachines#id} has it: a
 *     pipeline that goes on with another one has no use for them
 * @param facts what the triggers know
 */
record GroupRecord(
    @Nullable PaneInfo lastPane, boolean isEmpty, int triggerId, TriggerFacts facts) {

  /** What is known of a group now. */
  static GroupRecord of(Group group, int triggerId) {
    return new GroupRecord(group.lastPane, group.isEmpty, triggerId, group.facts);
  }

  /** What a trigger knows; of another one than before, only whether it has finished as a whole. */
  TriggerFacts factsOf(int id) {
    return triggerId == id ? facts : facts.ofAnotherTrigger();
  }

  /**
   * Its format in savepoints: version, flags, pane if there is one, id of the trigger, which have
   * finished, numbers.
   */
  static final class Format extends AtomicCoder<GroupRecord> {

    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;
    private static final int IS_EMPTY = 1;
    private static final int HAS_PANE = 2;

    static final Format INSTANCE = new Format();

    private Format() {}

    @Override
    public void encode(GroupRecord value, OutputStream out) throws IOException {
      out.write(VERSION);
      out.write((value.isEmpty ? IS_EMPTY : 0) | (value.lastPane == null ? 0 : HAS_PANE));
      if (value.lastPane != null) {
        PaneInfoCoder.INSTANCE.encode(value.lastPane, out);
      }
      VarInt.encode(value.triggerId, out);
      VarInt.encode(value.facts.finished(), out);
      long[] numbers = value.facts.numbers();
      VarInt.encode(numbers.length, out);
      for (long number : numbers) {
        VarInt.encode(number, out);
      }
    }

    @Override
    public GroupRecord decode(InputStream in) throws IOException {
      int version = in.read();
      if (version != VERSION) {
        throw new IOException(
            "A group of version %d can't be read: the state is of a newer runner"
                .formatted(version));
      }
      int flags = in.read();
      @Nullable PaneInfo pane = (flags & HAS_PANE) == 0 ? null : PaneInfoCoder.INSTANCE.decode(in);
      int triggerId = VarInt.decodeInt(in);
      long finished = VarInt.decodeLong(in);
      long[] numbers = new long[VarInt.decodeInt(in)];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = VarInt.decodeLong(in);
      }
      return new GroupRecord(
          pane, (flags & IS_EMPTY) != 0, triggerId, new TriggerFacts(finished, numbers));
    }
  }
}
