package dev.beamflink.scale;

import java.nio.ByteBuffer;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Makes the values of one producer, which begin with their number, all under one key. */
final class Values extends DoFn<Integer, KV<String, byte[]>> {

  private static final long serialVersionUID = 1L;

  private final long count;
  private final int bytes;

  /**
   * @param count how many each producer makes
   * @param bytes of a value, at least 8
   */
  Values(long count, int bytes) {
    this.count = count;
    this.bytes = bytes;
  }

  @ProcessElement
  public void process(@Element Integer producer, OutputReceiver<KV<String, byte[]>> output) {
    for (long number = producer * count; number < (producer + 1) * count; number++) {
      output.output(KV.of("key", ByteBuffer.allocate(bytes).putLong(0, number).array()));
    }
  }
}
