package dev.beamflink.runner.savepoint;

import java.util.TreeSet;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;

/** DoFns that put into lines what does not depend on how fast elements come. */
final class Lines {

  private Lines() {}

  /** An element with its timestamp. */
  static final class OfElement extends DoFn<Long, String> {
    @ProcessElement
    public void process(ProcessContext context) {
      context.output("number %d at %s".formatted(context.element(), context.timestamp()));
    }
  }

  /** An element alone: its timestamp depends on which of several records came first. */
  static final class OfValue extends DoFn<Long, String> {
    @ProcessElement
    public void process(@Element Long number, OutputReceiver<String> output) {
      output.output("number " + number);
    }
  }

  /** The last pane of a group. */
  static final class OfLastPane extends DoFn<KV<Integer, Iterable<Long>>, String> {
    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<Long>> group,
        BoundedWindow window,
        PaneInfo pane,
        OutputReceiver<String> output) {
      if (pane.isLast()) {
        TreeSet<Long> sorted = new TreeSet<>();
        group.getValue().forEach(sorted::add);
        output.output("group %d %s %s".formatted(group.getKey(), window, sorted));
      }
    }
  }

  /** All that comes in the panes of a group. */
  static final class OfEveryPane extends DoFn<KV<Integer, Iterable<Long>>, String> {
    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<Long>> group,
        BoundedWindow window,
        OutputReceiver<String> output) {
      for (long number : group.getValue()) {
        output.output("element %d of group %d %s".formatted(number, group.getKey(), window));
      }
    }
  }

  /** What was combined. */
  static final class OfCombined extends DoFn<KV<Integer, Long>, String> {
    @ProcessElement
    public void process(
        @Element KV<Integer, Long> combined, BoundedWindow window, OutputReceiver<String> output) {
      output.output("combined %s %s".formatted(combined, window));
    }
  }

  /** An element with a side input that is the same in every run. */
  static final class OfElementAndView extends DoFn<Long, String> {
    private final PCollectionView<Long> side;

    OfElementAndView(PCollectionView<Long> side) {
      this.side = side;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      context.output("number %d of %d".formatted(context.element(), context.sideInput(side)));
    }
  }

  /** An element that has met some value of a side input. */
  static final class OfElementThatSeesAny extends DoFn<Long, String> {
    private final PCollectionView<Long> side;

    OfElementThatSeesAny(PCollectionView<Long> side) {
      this.side = side;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      boolean exists = context.sideInput(side) >= 0;
      context.output("number %d, side input %s".formatted(context.element(), exists));
    }
  }

  /** Requires stable input. */
  static final class OfStableElement extends DoFn<Long, String> {
    @RequiresStableInput
    @ProcessElement
    public void process(@Element Long number, OutputReceiver<String> output) {
      output.output("number " + number);
    }
  }
}
