package dev.beamflink.translation.runtime.timer;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serializes set timers: target, output timestamp, queued time, sequence (four longs). Part of the
 * savepoint format.
 */
final class SetTimerSerializer extends TypeSerializerSingleton<SetTimer> {

  private static final long serialVersionUID = 1L;

  static final SetTimerSerializer INSTANCE = new SetTimerSerializer();

  @Override
  public void serialize(SetTimer timer, DataOutputView target) throws IOException {
    target.writeLong(timer.targetMillis());
    target.writeLong(timer.outputMillis());
    target.writeLong(timer.queuedMillis());
    target.writeLong(timer.sequence());
  }

  @Override
  public SetTimer deserialize(DataInputView source) throws IOException {
    return new SetTimer(source.readLong(), source.readLong(), source.readLong(), source.readLong());
  }

  @Override
  public SetTimer deserialize(SetTimer reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public SetTimer copy(SetTimer from) {
    return from;
  }

  @Override
  public SetTimer copy(SetTimer from, SetTimer reuse) {
    return from;
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    target.write(source, getLength());
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public SetTimer createInstance() {
    return new SetTimer(0, 0, 0, 0);
  }

  @Override
  public int getLength() {
    return 4 * Long.BYTES;
  }

  @Override
  public TypeSerializerSnapshot<SetTimer> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written to savepoints; the format above is version 1 of it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<SetTimer> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
