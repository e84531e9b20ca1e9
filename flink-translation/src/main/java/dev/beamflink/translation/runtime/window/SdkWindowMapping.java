package dev.beamflink.translation.runtime.window;

import dev.beamflink.translation.runtime.stage.StageHost;
import java.io.Serializable;
import java.util.Objects;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.cache.Cache;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.cache.CacheBuilder;
import org.jspecify.annotations.Nullable;

/**
 * How windows of a main input become those of a side input, which only an SDK knows: it is asked,
 * from {@link #open} to {@link #close}, once for each window as long as that is remembered.
 */
public final class SdkWindowMapping extends WindowMappingFn<BoundedWindow> {

  private static final long serialVersionUID = 1L;

  /** As many windows as may reasonably be open at once in one subtask. */
  static final int MAX_REMEMBERED = 10_000;

  /** Makes what asks the SDK. */
  @FunctionalInterface
  public interface Mappers extends Serializable {

    /** Makes it for an operator in a task. */
    WindowMapper create(StageHost host);
  }

  private final Mappers mappers;
  private transient @Nullable Asking asking; // from open() on

  /** A mapping that what {@code mappers} makes knows. */
  public SdkWindowMapping(Mappers mappers) {
    this.mappers = mappers;
  }

  /** Connects a mapping to its SDK when it is first asked, if it needs that. */
  public static void open(WindowMappingFn<?> mapping, StageHost host) {
    if (mapping instanceof SdkWindowMapping ofSdk) {
      ofSdk.asking = new Asking(ofSdk.mappers, host);
    }
  }

  /** Lets go of the SDK. */
  public static void close(WindowMappingFn<?> mapping) {
    if (mapping instanceof SdkWindowMapping ofSdk && ofSdk.asking != null) {
      ofSdk.asking.close();
      ofSdk.asking = null;
    }
  }

  @Override
  public BoundedWindow getSideInputWindow(BoundedWindow mainWindow) {
    return Objects.requireNonNull(asking, "open() comes first").sideWindow(mainWindow);
  }

  /** What is asked and what is known, in a task. */
  private static final class Asking {
    private final Mappers mappers;
    private final StageHost host;
    private final Cache<BoundedWindow, BoundedWindow> known =
        CacheBuilder.newBuilder().concurrencyLevel(1).maximumSize(MAX_REMEMBERED).build();
    private @Nullable WindowMapper mapper; // from the first question on

    Asking(Mappers mappers, StageHost host) {
      this.mappers = mappers;
      this.host = host;
    }

    BoundedWindow sideWindow(BoundedWindow mainWindow) {
      BoundedWindow window = known.getIfPresent(mainWindow);
      if (window == null) {
        window = ask(mainWindow);
        known.put(mainWindow, window);
      }
      return window;
    }

    private BoundedWindow ask(BoundedWindow mainWindow) {
      WindowMapper asked = mapper;
      if (asked == null) {
        asked = mappers.create(host);
        mapper = asked;
      }
      return asked.map(mainWindow);
    }

    void close() {
      if (mapper != null) {
        mapper.close();
      }
    }
  }
}
