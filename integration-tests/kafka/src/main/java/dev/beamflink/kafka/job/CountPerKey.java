package dev.beamflink.kafka.job;

import java.io.Serial;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/**
 * Writes how many records of its key had come behind each record's value: {@code VALUE COUNT}. What
 * state has lost or counted twice shows in the counts.
 */
final class CountPerKey extends DoFn<KV<String, String>, KV<String, String>> {
  @Serial private static final long serialVersionUID = 1L;

  private static final String COUNT = "count";

  @StateId(COUNT)
  private final StateSpec<ValueState<Long>> countSpec = StateSpecs.value(VarLongCoder.of());

  @ProcessElement
  public void process(
      @Element KV<String, String> record,
      @StateId(COUNT) ValueState<Long> count,
      OutputReceiver<KV<String, String>> output) {
    @Nullable Long before = count.read();
    long now = before == null ? 1 : before + 1;
    count.write(now);
    output.output(KV.of(record.getKey(), record.getValue() + " " + now));
  }
}
