package dev.beamflink.conformance.fault;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy.Node;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.testing.TestStream.ElementEvent;
import org.apache.beam.sdk.testing.TestStream.Event;
import org.apache.beam.sdk.testing.TestStream.WatermarkEvent;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/**
 * Where the TestStreams of a pipeline have elements, in the steps that the runner makes of them:
 * Impulses in step 0, event n in step n. All zero without TestStream.
 *
 * @param firstStep the first one with an element; beyond the end if none has
 * @param endStep the first one in which the watermark of a TestStream goes to its end
 */
record TestStreamElements(int firstStep, int endStep) {

  static TestStreamElements of(Pipeline pipeline) {
    Collector collector = new Collector();
    pipeline.traverseTopologically(collector);
    return collector.hasTestStream
        ? new TestStreamElements(collector.firstStep, collector.endStep)
        : new TestStreamElements(0, 0);
  }

  private static final class Collector extends Pipeline.PipelineVisitor.Defaults {
    private boolean hasTestStream;
    private int firstStep = Integer.MAX_VALUE;
    private int endStep = Integer.MAX_VALUE;

    @Override
    public void visitPrimitiveTransform(Node node) {
      if (node.getTransform() instanceof TestStream<?> stream) {
        hasTestStream = true;
        List<Event<?>> events = List.copyOf(stream.getEvents());
        firstStep = Math.min(firstStep, step(events, Collector::hasElement));
        endStep = Math.min(endStep, step(events, Collector::isEnd));
      } else if (node.getTransform() instanceof Impulse) {
        firstStep = 0;
      }
    }

    private static int step(List<Event<?>> events, Predicate<Event<?>> wanted) {
      return IntStream.range(0, events.size())
          .filter(index -> wanted.test(events.get(index)))
          .map(index -> index + 1)
          .findFirst()
          .orElse(Integer.MAX_VALUE);
    }

    private static boolean hasElement(Event<?> event) {
      return event instanceof ElementEvent<?> elements
          && elements.getElements().iterator().hasNext();
    }

    private static boolean isEnd(Event<?> event) {
      return event instanceof WatermarkEvent<?> advance
          && !advance.getWatermark().isBefore(BoundedWindow.TIMESTAMP_MAX_VALUE);
    }
  }
}
