package dev.beamflink.translation.runtime.window;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.fnexecution.wire.LengthPrefixUnknownCoders;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.util.construction.ModelCoders;
import org.apache.beam.sdk.util.construction.RehydratedComponents;
import org.apache.beam.sdk.util.construction.SdkComponents;
import org.apache.beam.sdk.util.construction.WindowingStrategyTranslation;
import org.apache.beam.sdk.values.WindowingStrategy;

/** Windowing whose function is one of another SDK. */
public final class SdkWindows {

  private static final Set<String> KNOWN_HERE =
      Set.of(
          WindowingStrategyTranslation.GLOBAL_WINDOWS_URN,
          WindowingStrategyTranslation.FIXED_WINDOWS_URN,
          WindowingStrategyTranslation.SLIDING_WINDOWS_URN,
          WindowingStrategyTranslation.SESSION_WINDOWS_URN,
          WindowingStrategyTranslation.SERIALIZED_JAVA_WINDOWFN_URN);

  private SdkWindows() {}

  /** Whether a windowing has a function that is not to be had here. */
  public static boolean are(RunnerApi.WindowingStrategy windowing) {
    return !KNOWN_HERE.contains(windowing.getWindowFn().getUrn());
  }

  /**
   * The windowing with a function for the runner in place of the SDK's.
   *
   * @throws IOException if it can't be read
   */
  public static WindowingStrategy<?, ?> windowing(
      RunnerApi.WindowingStrategy windowing, RunnerApi.Components components) throws IOException {
    return withFn(
        windowing, components, new SdkWindowFn(coder(windowing.getWindowCoderId(), components)));
  }

  /** The same with a certain function. */
  public static WindowingStrategy<?, ?> withFn(
      RunnerApi.WindowingStrategy windowing,
      RunnerApi.Components components,
      WindowFn<Object, BoundedWindow> fn)
      throws IOException {
    RunnerApi.WindowingStrategy readable =
        windowing.toBuilder()
            .setWindowFn(
                WindowingStrategyTranslation.toProto(new GlobalWindows(), SdkComponents.create()))
            .build();
    WindowingStrategy<?, ?> rest =
        WindowingStrategyTranslation.fromProto(
            readable, RehydratedComponents.forComponents(components));
    return WindowingStrategy.of(fn)
        .withTrigger(rest.getTrigger())
        .withMode(rest.getMode())
        .withAllowedLateness(rest.getAllowedLateness())
        .withTimestampCombiner(rest.getTimestampCombiner())
        .withClosingBehavior(rest.getClosingBehavior())
        .withOnTimeBehavior(rest.getOnTimeBehavior())
        .withAlreadyMerged(windowing.getMergeStatus() == RunnerApi.MergeStatus.Enum.ALREADY_MERGED);
  }

  /**
   * Reads a window that an SDK has written with nothing behind it, as in requests for state.
   *
   * @param coder that of {@link #coder}
   * @throws IOException if it can't be read
   */
  public static BoundedWindow decodeAlone(Coder<BoundedWindow> coder, InputStream in)
      throws IOException {
    return (Coder<?>) coder instanceof SdkWindowCoder ofSdk
        ? ofSdk.decodeAlone(in)
        : coder.decode(in);
  }

  /**
   * The coder of windows, for the runner.
   *
   * @throws IOException if it can't be read
   */
  @SuppressWarnings("unchecked") // what the coder of windows codes are windows
  public static Coder<BoundedWindow> coder(String id, RunnerApi.Components components)
      throws IOException {
    RunnerApi.Components.Builder known = components.toBuilder();
    RunnerApi.Coder coder = components.getCodersOrThrow(id);
    if (coder.getSpec().getUrn().equals(ModelCoders.CUSTOM_WINDOW_CODER_URN)) {
      String rest =
          LengthPrefixUnknownCoders.addLengthPrefixedCoder(
              coder.getComponentCoderIds(0), known, true);
      return SdkWindowCoder.of(RehydratedComponents.forComponents(known.build()).getCoder(rest));
    }
    return (Coder<BoundedWindow>)
        (Coder<?>) RehydratedComponents.forComponents(components).getCoder(id);
  }
}
