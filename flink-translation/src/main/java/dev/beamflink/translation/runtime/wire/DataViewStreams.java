package dev.beamflink.translation.runtime.wire;

import java.io.InputStream;
import java.io.OutputStream;
import org.apache.flink.api.java.typeutils.runtime.DataInputViewStream;
import org.apache.flink.api.java.typeutils.runtime.DataOutputViewStream;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Gives Flink's data views as the streams that Beam's coders want, without a new stream per
 * element: Flink hands in the same view again and again.
 *
 * <p>Owned by one format, used by one thread.
 */
public final class DataViewStreams {

  private @Nullable DataOutputView lastTarget;
  private @Nullable OutputStream out;
  private @Nullable DataInputView lastSource;
  private @Nullable InputStream in;

  /** A stream that writes to {@code target}, valid until the next call. */
  public OutputStream over(DataOutputView target) {
    OutputStream stream = out;
    if (stream == null || target != lastTarget) {
      stream =
          target instanceof OutputStream isStream ? isStream : new DataOutputViewStream(target);
      out = stream;
      lastTarget = target;
    }
    return stream;
  }

  /** A stream that reads from {@code source}, valid until the next call. */
  public InputStream over(DataInputView source) {
    InputStream stream = in;
    if (stream == null || source != lastSource) {
      stream = source instanceof InputStream isStream ? isStream : new DataInputViewStream(source);
      in = stream;
      lastSource = source;
    }
    return stream;
  }
}
