package dev.beamflink.translation.runtime.sideinput;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.WindowedValue;

/**
 * Packs the elements of a PCollection into blocks, one open block per window.
 *
 * <p>Used in the task's thread only.
 */
final class BlockWriter {

  private static final int BLOCK_BYTES = 32 << 10; // one network buffer
  private static final int OPEN_BYTES = 4 << 20; // all open blocks together

  private static final class OpenBlock {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int count;
  }

  private final SideInputBlocksSpec spec;
  private final Consumer<SideInputBlock> output;
  private final Map<BoundedWindow, OpenBlock> open = new LinkedHashMap<>();
  private long openBytes;

  BlockWriter(SideInputBlocksSpec spec, Consumer<SideInputBlock> output) {
    this.spec = spec;
    this.output = output;
  }

  /** Adds an element to the block of each of its windows; full blocks go out. */
  void add(WindowedValue<Object> element) throws IOException {
    for (BoundedWindow window : element.getWindows()) {
      OpenBlock block = open.computeIfAbsent(window, unused -> new OpenBlock());
      int before = block.bytes.size();
      encode(element.getValue(), block.bytes);
      block.count++;
      openBytes += block.bytes.size() - before;
      if (block.bytes.size() >= BLOCK_BYTES) {
        open.remove(window);
        write(window, block);
      }
    }
    if (openBytes >= OPEN_BYTES) {
      flush();
    }
  }

  private void encode(Object value, ByteArrayOutputStream bytes) {
    try {
      spec.coder().encode(value, bytes);
    } catch (IOException | RuntimeException e) { // coders are user code
      throw new IllegalStateException(
          "Element %s of side input '%s' is refused by its coder %s: %s"
              .formatted(value, spec.collection(), spec.coder(), e.getMessage()),
          e);
    }
  }

  /** Sends all open blocks. */
  void flush() throws IOException {
    for (Map.Entry<BoundedWindow, OpenBlock> entry : open.entrySet()) {
      write(entry.getKey(), entry.getValue());
    }
    open.clear();
  }

  private void write(BoundedWindow window, OpenBlock block) throws IOException {
    openBytes -= block.bytes.size();
    write(window, block, false, false);
  }

  /** Sends a whole pane of a window. */
  void writePane(BoundedWindow window, Iterable<?> elements) throws IOException {
    OpenBlock block = new OpenBlock();
    boolean starts = true;
    for (Object element : elements) {
      if (block.bytes.size() >= BLOCK_BYTES) {
        write(window, block, starts, false);
        starts = false;
        block = new OpenBlock();
      }
      encode(element, block.bytes);
      block.count++;
    }
    write(window, block, starts, true);
  }

  private void write(BoundedWindow window, OpenBlock block, boolean startsPane, boolean endsPane)
      throws IOException {
    output.accept(
        new SideInputBlock(
            spec.collection(),
            CoderUtils.encodeToByteArray(spec.windowCoder(), window),
            startsPane,
            endsPane,
            block.count,
            block.bytes.toByteArray()));
  }
}
