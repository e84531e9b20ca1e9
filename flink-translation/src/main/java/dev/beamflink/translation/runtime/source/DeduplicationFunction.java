package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.format.Described;
import dev.beamflink.translation.runtime.format.OperatorDescription;
import dev.beamflink.translation.runtime.format.SerializerDescription;
import dev.beamflink.translation.runtime.format.StateDescription;
import dev.beamflink.translation.runtime.format.StateDescription.Storage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.BooleanSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.ttl.TtlStateFactory;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Lets each record of a source that delivers some more than once through once; keyed by record id,
 * used by one subtask in its task thread.
 *
 * <p>An id is forgotten when it has not come for {@link #RETENTION} of processing time, as Beam's
 * runners do: its state grows with the records of that time, not with the age of the job.
 */
public final class DeduplicationFunction<T>
    extends KeyedProcessFunction<EncodedKey, WindowedValue<T>, WindowedValue<T>>
    implements Described {

  private static final long serialVersionUID = 1L;

  static final Duration RETENTION = Duration.ofMinutes(10);

  private static final String SEEN = "seen-record-ids";

  private transient @Nullable ValueState<Boolean> seen;

  /** The key of a record: the id that its reader gave it. */
  public static EncodedKey recordId(WindowedValue<?> element) {
    String id = element.getRecordId();
    if (id == null) {
      throw new IllegalStateException(
          "A record that is to be deduplicated has no id. This is a bug of the runner, please report it.");
    }
    return EncodedKey.ofBytes(id.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<Boolean> descriptor = new ValueStateDescriptor<>(SEEN, Types.BOOLEAN);
    descriptor.enableTimeToLive(
        StateTtlConfig.newBuilder(RETENTION)
            .setUpdateType(StateTtlConfig.UpdateType.OnReadAndWrite)
            .setStateVisibility(StateTtlConfig.StateVisibility.NeverReturnExpired)
            .build());
    seen = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement(
      WindowedValue<T> element, Context context, Collector<WindowedValue<T>> out) throws Exception {
    ValueState<Boolean> state = Objects.requireNonNull(seen, "the function is not open");
    if (state.value() == null) {
      state.update(true);
      out.collect(element);
    }
  }

  @Override
  public OperatorDescription describe() {
    return new OperatorDescription(
        "",
        List.of(
            new StateDescription(
                SEEN,
                SEEN,
                "value",
                Storage.KEYED_VALUE,
                SerializerDescription.of(VoidNamespaceSerializer.INSTANCE),
                SerializerDescription.of(
                    new TtlStateFactory.TtlSerializer<>(
                        LongSerializer.INSTANCE, BooleanSerializer.INSTANCE)))));
  }
}
