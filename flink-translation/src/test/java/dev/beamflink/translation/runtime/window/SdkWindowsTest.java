package dev.beamflink.translation.runtime.window;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.stage.StageHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.InstantCoder;
import org.apache.beam.sdk.coders.LengthPrefixCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.util.construction.TriggerTranslation;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.primitives.Bytes;
import org.apache.flink.api.common.JobID;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** Windows of an SDK that is not Java: what the runner makes of their bytes and functions. */
class SdkWindowsTest {

  private static final Instant END = Instant.ofEpochMilli(4711);
  private static final BoundedWindow ONE = new IntervalWindow(Instant.EPOCH, END);
  private static final BoundedWindow BOTH = new IntervalWindow(Instant.EPOCH, END.plus(1));
  private static final Coder<BoundedWindow> CODER = SdkWindowCoder.of(StringUtf8Coder.of());

  @Test
  void windowIsWrittenAsItWasRead() throws Exception {
    byte[] written = written("red");
    BoundedWindow window = CoderUtils.decodeFromByteArray(CODER, written);
    assertEquals(END, window.maxTimestamp());
    assertArrayEquals(written, CoderUtils.encodeToByteArray(CODER, window));
  }

  @Test
  void windowsDifferByWhatTheirSdkHasWritten() throws Exception {
    BoundedWindow red = CoderUtils.decodeFromByteArray(CODER, written("red"));
    assertEquals(red, CoderUtils.decodeFromByteArray(CODER, written("red")));
    assertFalse(red.equals(CoderUtils.decodeFromByteArray(CODER, written("black"))));
  }

  /** So do SDKs in requests for state, as their coders are not those of the runner. */
  @Test
  void windowThatIsWrittenAloneHasNoLength() throws Exception {
    Coder<BoundedWindow> coder = SdkWindowCoder.of(LengthPrefixCoder.of(ByteArrayCoder.of()));
    byte[] end = CoderUtils.encodeToByteArray(InstantCoder.of(), END);
    BoundedWindow among =
        CoderUtils.decodeFromByteArray(coder, Bytes.concat(end, new byte[] {3, 'r', 'e', 'd'}));
    assertEquals(
        among,
        ((SdkWindowCoder) (Coder<?>) coder)
            .decodeAlone(new ByteArrayInputStream(Bytes.concat(end, new byte[] {'r', 'e', 'd'}))));
    BoundedWindow read = CoderUtils.decodeFromByteArray(CODER, written("red"));
    byte[] alone = Bytes.concat(end, CoderUtils.encodeToByteArray(StringUtf8Coder.of(), "red"));
    assertEquals(
        read, ((SdkWindowCoder) (Coder<?>) CODER).decodeAlone(new ByteArrayInputStream(alone)));
  }

  @Test
  void windowEndsWhereItsBytesDo() throws Exception {
    ByteArrayInputStream two = new ByteArrayInputStream(twice(written("red")));
    CODER.decode(two);
    assertEquals(written("red").length, two.available());
  }

  @Test
  void windowingKeepsAllButItsFunction() throws Exception {
    RunnerApi.WindowingStrategy proto =
        custom()
            .setTrigger(TriggerTranslation.toProto(AfterPane.elementCountAtLeast(3)))
            .setAllowedLateness(5_000)
            .build();
    WindowingStrategy<?, ?> windowing = SdkWindows.windowing(proto, components());
    assertEquals(AfterPane.elementCountAtLeast(3), windowing.getTrigger());
    assertEquals(5_000, windowing.getAllowedLateness().getMillis());
    assertEquals(CODER, windowing.getWindowFn().windowCoder());
    assertFalse(windowing.needsMerge());
  }

  @Test
  void knownFunctionsAreNoneOfAnSdk() {
    assertTrue(SdkWindows.are(custom().build()));
    RunnerApi.WindowingStrategy.Builder fixed = custom();
    fixed.getWindowFnBuilder().setUrn("beam:window_fn:fixed_windows:v1");
    assertFalse(SdkWindows.are(fixed.build()));
  }

  @Test
  void onlyTheSdkMapsWindows() {
    SdkWindowFn fn = new SdkWindowFn(CODER);
    assertThrows(UnsupportedOperationException.class, fn::getDefaultWindowMappingFn);
  }

  /** As an operator's copy of the function does, which was shipped to its task. */
  @Test
  void mergesAreTheSdksUntilItIsClosed() throws Exception {
    MergingSdkWindowFn fn =
        SerializableUtils.clone(
            new MergingSdkWindowFn(
                interval(),
                (host, transform) ->
                    new FakeMerger(new WindowMerger.Merge(List.of(ONE, BOTH), BOTH))));
    RecordedMerges merges = new RecordedMerges(fn, Set.of(ONE, BOTH));
    assertThrows(NullPointerException.class, () -> fn.mergeWindows(merges.context));
    MergingSdkWindowFn.open(fn, new NoHost(), "Group");
    fn.mergeWindows(merges.context);
    assertEquals(List.of(List.of(ONE, BOTH), BOTH), merges.seen);
    MergingSdkWindowFn.close(fn);
    assertThrows(NullPointerException.class, () -> fn.mergeWindows(merges.context));
  }

  private record NoHost() implements StageHost {

    @Override
    public JobID job() {
      return new JobID();
    }

    @Override
    public String slot() {
      return "slot";
    }

    @Override
    public ClassLoader userClasses() {
      return SdkWindowsTest.class.getClassLoader();
    }

    @Override
    public void execute(Runnable action) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void whenJobLeaves(String name, Runnable release) {
      throw new UnsupportedOperationException();
    }
  }

  private record FakeMerger(Merge answer) implements WindowMerger {

    @Override
    public List<Merge> merge(Collection<BoundedWindow> windows) {
      return List.of(answer);
    }

    @Override
    public void close() {}
  }

  private static final class RecordedMerges {
    private List<Object> seen = List.of();
    private final WindowFn<Object, BoundedWindow>.MergeContext context;

    RecordedMerges(MergingSdkWindowFn fn, Set<BoundedWindow> windows) {
      context =
          fn.new MergeContext() {
            @Override
            public Collection<BoundedWindow> windows() {
              return windows;
            }

            @Override
            public void merge(Collection<BoundedWindow> from, BoundedWindow into) {
              seen = List.of(from, into);
            }
          };
    }
  }

  @SuppressWarnings("unchecked") // an interval is a window
  private static Coder<BoundedWindow> interval() {
    return (Coder<BoundedWindow>) (Coder<?>) IntervalWindow.getCoder();
  }

  private static byte[] written(String color) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InstantCoder.of().encode(END, out);
    StringUtf8Coder.of().encode(color, out);
    return out.toByteArray();
  }

  private static byte[] twice(byte[] bytes) {
    byte[] both = new byte[2 * bytes.length];
    System.arraycopy(bytes, 0, both, 0, bytes.length);
    System.arraycopy(bytes, 0, both, bytes.length, bytes.length);
    return both;
  }

  private static RunnerApi.WindowingStrategy.Builder custom() {
    RunnerApi.WindowingStrategy.Builder windowing =
        RunnerApi.WindowingStrategy.newBuilder()
            .setWindowCoderId("window")
            .setMergeStatus(RunnerApi.MergeStatus.Enum.NON_MERGING)
            .setAccumulationMode(RunnerApi.AccumulationMode.Enum.DISCARDING)
            .setClosingBehavior(RunnerApi.ClosingBehavior.Enum.EMIT_IF_NONEMPTY)
            .setOnTimeBehavior(RunnerApi.OnTimeBehavior.Enum.FIRE_ALWAYS)
            .setOutputTime(RunnerApi.OutputTime.Enum.END_OF_WINDOW);
    windowing.getWindowFnBuilder().setUrn("beam:window_fn:pickled_python:v1");
    return windowing;
  }

  private static RunnerApi.Components components() {
    RunnerApi.Coder.Builder window = RunnerApi.Coder.newBuilder().addComponentCoderIds("rest");
    window.getSpecBuilder().setUrn("beam:coder:custom_window:v1");
    RunnerApi.Coder.Builder rest = RunnerApi.Coder.newBuilder();
    rest.getSpecBuilder().setUrn("beam:coder:string_utf8:v1");
    return RunnerApi.Components.newBuilder()
        .putCoders("window", window.build())
        .putCoders("rest", rest.build())
        .build();
  }
}
