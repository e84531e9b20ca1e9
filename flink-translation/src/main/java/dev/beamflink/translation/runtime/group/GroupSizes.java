package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.element.SampledSize;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Adds inputs to groups in memory and knows how much these take. Task thread only. */
final class GroupSizes implements AutoCloseable {

  /** About what they take, beside what is encoded. */
  private static final long BYTES_OF_GROUP = 200;

  private static final long BYTES_OF_INPUT = 40;

  private final Room room;
  private final Gathering gathering;
  private final SampledSize sizes;
  private final SharedMemory memory = new SharedMemory();
  private long inputs;
  private long bytes;

  GroupSizes(Room room, Gathering gathering) {
    this.room = room;
    this.gathering = gathering;
    this.sizes = new SampledSize(gathering.sizedCoder());
  }

  /** A group is in memory from now on. */
  Group enter(Group group) {
    count(group, 1, BYTES_OF_GROUP + group.key.bytes().length);
    return group;
  }

  /** A group is not in memory any more. */
  void leave(Group group) {
    count(group, -group.inputs, -group.bytes);
  }

  /**
   * Adds an input to a group.
   *
   * @throws IOException if its coder refuses it
   */
  void add(Group group, @Nullable Object input) throws IOException {
    int weight = sizes.weightOfNext();
    if (gathering.keepsEachInput()) {
      group.gathered =
          group.hasGathered ? gathering.more(group.gathered, input) : gathering.first(input);
      count(group, 1, BYTES_OF_INPUT);
      measure(group, weight, input, 0);
    } else {
      long before = weight == 0 || !group.hasGathered ? 0 : sizes.of(group.gathered);
      group.gathered =
          group.hasGathered ? gathering.more(group.gathered, input) : gathering.first(input);
      measure(group, weight, group.gathered, before);
    }
    group.hasGathered = true;
  }

  /** Counts what has come, unless it is not to be measured. */
  private void measure(Group group, int weight, @Nullable Object what, long before)
      throws IOException {
    if (weight > 0) {
      long grown = sizes.of(what) - before;
      sizes.measured(grown);
      count(group, 0, weight * grown);
    }
  }

  private void count(Group group, long moreInputs, long moreBytes) {
    group.inputs += moreInputs;
    group.bytes += moreBytes;
    inputs += moreInputs;
    bytes += moreBytes;
  }

  /** Puts what one group has gathered to what another has. */
  void move(Group from, Group to) {
    if (from.hasGathered) {
      to.gathered = to.hasGathered ? gathering.merge(to.gathered, from.gathered) : from.gathered;
      to.hasGathered = true;
      count(to, from.inputs - 1, from.bytes - BYTES_OF_GROUP - from.key.bytes().length);
      clear(from);
    }
  }

  /** A group has nothing gathered any more. */
  void clear(Group group) {
    count(group, 1 - group.inputs, BYTES_OF_GROUP + group.key.bytes().length - group.bytes);
    group.gathered = null;
    group.hasGathered = false;
  }

  /** Whether there is more than there is room for. */
  boolean isFull() {
    return inputs > room.inputs() || bytes > room.bytes() || !memory.cover(bytes);
  }

  /** Gives back what is not needed now. */
  void shrink() {
    memory.shrinkTo(bytes);
  }

  @Override
  public void close() {
    memory.close();
  }
}
