package dev.beamflink.translation.runtime.stage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** Guards what an element costs inside a stage, in bytes: a figure that does not depend on load. */
class StageAllocationTest {

  private static final int ELEMENTS = 20_000;

  private static final WindowedValue<byte[]> ELEMENT =
      WindowedValues.of(
          "x".getBytes(StandardCharsets.UTF_8),
          Instant.ofEpochMilli(5),
          GlobalWindow.INSTANCE,
          PaneInfo.NO_FIRING);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void tenDoFnsAllocateNothing() {
    double bytes = bytesPerElement(10, new TakesElement());
    assertTrue(bytes < 1, bytes + " bytes per element");
  }

  @Test
  void doFnsThatTakeAContextAllocateThatAndItsArguments() {
    double ten = bytesPerElement(10, new TakesContext());
    double twenty = bytesPerElement(20, new TakesContext());
    assertTrue(ten <= 10 * 64, ten + " bytes per element");
    assertTrue(twenty <= 20 * 64, twenty + " bytes per element");
  }

  private static double bytesPerElement(int doFns, DoFn<byte[], byte[]> doFn) {
    Pipeline pipeline = Pipeline.create();
    PCollection<byte[]> last = pipeline.apply(Impulse.create());
    for (int i = 0; i < doFns; i++) {
      last = last.apply("DoFn " + i, ParDo.of(doFn));
    }
    last.apply("Sink", ParDo.of(new Sink()));
    StageExecutor stage = new StageUnderTest(pipeline).executor();
    stage.setUp();
    stage.startBundle();
    process(stage); // what is made once is made now
    long before = THREADS.getCurrentThreadAllocatedBytes();
    process(stage);
    long after = THREADS.getCurrentThreadAllocatedBytes();
    stage.finishBundle();
    stage.tearDown();
    return (after - before) / (double) ELEMENTS;
  }

  private static void process(StageExecutor stage) {
    for (int i = 0; i < ELEMENTS; i++) {
      stage.processElement(ELEMENT);
    }
  }

  private static final class TakesElement extends DoFn<byte[], byte[]> {
    @ProcessElement
    public void process(@Element byte[] element, OutputReceiver<byte[]> out) {
      out.output(element);
    }
  }

  private static final class TakesContext extends DoFn<byte[], byte[]> {
    @ProcessElement
    public void process(ProcessContext context) {
      context.output(context.element());
    }
  }

  private static final class Sink extends DoFn<byte[], Void> {
    @ProcessElement
    public void process(@Element byte[] element, OutputReceiver<Void> out) {}
  }
}
