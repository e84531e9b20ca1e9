package dev.beamflink.translation.runtime.sideinput;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.jspecify.annotations.Nullable;

/**
 * The elements of some blocks, decoded anew by each iteration.
 *
 * @param coder decodes the elements
 */
record EncodedElements(Coder<Object> coder, List<SideInputBlock> blocks)
    implements Iterable<@Nullable Object> {

  @Override
  public Iterator<@Nullable Object> iterator() {
    return new Decoder(coder, blocks.iterator());
  }

  private static final class Decoder implements Iterator<@Nullable Object> {
    private final Coder<Object> coder;
    private final Iterator<SideInputBlock> blocks;
    private ByteArrayInputStream in = new ByteArrayInputStream(new byte[0]);
    private String collection = "";
    private int left;

    Decoder(Coder<Object> coder, Iterator<SideInputBlock> blocks) {
      this.coder = coder;
      this.blocks = blocks;
    }

    @Override
    public boolean hasNext() {
      while (left == 0 && blocks.hasNext()) {
        SideInputBlock block = blocks.next();
        in = new ByteArrayInputStream(block.elements());
        left = block.count();
        collection = block.collection();
      }
      return left > 0;
    }

    @Override
    public @Nullable Object next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      left--;
      try {
        return coder.decode(in);
      } catch (IOException e) {
        throw new IllegalStateException(
            "Coder %s of side input '%s' can't read what it wrote (%s). Encoding and decoding must match."
                .formatted(coder, collection, e.getMessage()),
            e);
      }
    }
  }
}
