package dev.beamflink.translation.runtime.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.stage.StageHost;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.flink.api.common.JobID;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SdkWindowMappingTest {

  /** An SDK that maps to the window that comes next. */
  private static final class NextWindow implements WindowMapper {
    static final List<BoundedWindow> asked = new ArrayList<>();
    static int open;

    NextWindow(StageHost host) {
      open++;
    }

    @Override
    public BoundedWindow map(BoundedWindow mainWindow) {
      asked.add(mainWindow);
      return window(((IntervalWindow) mainWindow).end().getMillis());
    }

    @Override
    public void close() {
      open--;
    }
  }

  /** The task; nothing of it is needed. */
  private record Host() implements StageHost {
    @Override
    public JobID job() {
      throw new AssertionError();
    }

    @Override
    public String slot() {
      throw new AssertionError();
    }

    @Override
    public ClassLoader userClasses() {
      throw new AssertionError();
    }

    @Override
    public void execute(Runnable action) {
      throw new AssertionError();
    }

    @Override
    public void whenJobLeaves(String name, Runnable release) {
      throw new AssertionError();
    }
  }

  /** As it arrives in a task. */
  private final SdkWindowMapping mapping =
      SerializableUtils.clone(new SdkWindowMapping(NextWindow::new));

  @AfterEach
  void nothingIsLeft() {
    SdkWindowMapping.close(mapping);
    SdkWindowMapping.close(mapping); // as tasks that fail early may do
    assertEquals(0, NextWindow.open);
    NextWindow.asked.clear();
  }

  @Test
  void sdkIsAskedOnceForEachWindow() {
    SdkWindowMapping.open(mapping, new Host());
    assertEquals(window(10), mapping.getSideInputWindow(window(0)));
    assertEquals(window(20), mapping.getSideInputWindow(window(10)));
    assertEquals(window(10), mapping.getSideInputWindow(window(0)));
    assertEquals(List.of(window(0), window(10)), NextWindow.asked);
  }

  @Test
  void sdkIsNotNeededBeforeItIsAsked() {
    SdkWindowMapping.open(mapping, new Host());
    assertEquals(0, NextWindow.open);
  }

  @Test
  void windowsAreForgottenWhereThereAreTooMany() {
    SdkWindowMapping.open(mapping, new Host());
    for (int i = 0; i <= SdkWindowMapping.MAX_REMEMBERED; i++) {
      mapping.getSideInputWindow(window(10 * i));
    }
    int asked = NextWindow.asked.size();
    for (int i = 0; i <= SdkWindowMapping.MAX_REMEMBERED; i++) {
      assertEquals(window(10 * (i + 1)), mapping.getSideInputWindow(window(10 * i)));
    }
    assertTrue(NextWindow.asked.size() > asked);
  }

  private static BoundedWindow window(long start) {
    return new IntervalWindow(Instant.ofEpochMilli(start), Duration.millis(10));
  }
}
