package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.runtime.stage.TransformFailedException;
import java.io.Closeable;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.util.TemporaryClassLoaderContext;

/**
 * Runs the user's code that splits a source: in a worker thread of the coordinator, as it may take
 * minutes, with the user's class loader.
 */
final class SplittingCall {

  private SplittingCall() {}

  /**
   * @param whenSplit gets the splits and what was counted meanwhile, in the coordinator's thread;
   *     not called if splitting fails, which fails the job
   */
  static <SplitT> void start(
      SplitEnumeratorContext<?> context,
      ReadTransform transform,
      Callable<List<SplitT>> splitter,
      BiConsumer<List<SplitT>, MetricsContainerImpl> whenSplit) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    MetricsContainerImpl metrics = new MetricsContainerImpl(transform.fullName());
    context.callAsync(
        () -> {
          try (TemporaryClassLoaderContext ignored = TemporaryClassLoaderContext.of(loader);
              Closeable scope = MetricsEnvironment.scopedMetricsContainer(metrics)) {
            return splitter.call();
          }
        },
        (splits, failure) -> {
          if (failure != null) {
            throw new TransformFailedException(
                transform.fullName(), "splitting its source", failure);
          }
          whenSplit.accept(splits, metrics);
        });
  }
}
