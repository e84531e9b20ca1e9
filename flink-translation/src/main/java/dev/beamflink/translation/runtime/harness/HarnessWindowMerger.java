package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.harness.environment.HarnessLease;
import dev.beamflink.translation.runtime.window.WindowMerger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Lists;

/** Has an SDK harness merge windows. */
final class HarnessWindowMerger implements WindowMerger {

  private final HarnessQuestions<
          Iterable<BoundedWindow>,
          KV<Iterable<BoundedWindow>, Iterable<KV<BoundedWindow, Iterable<BoundedWindow>>>>>
      questions;

  /**
   * @param transformName the full name of the transform that groups
   */
  HarnessWindowMerger(MergeTransform transform, String transformName, HarnessLease lease)
      throws IOException {
    this.questions =
        new HarnessQuestions<>(
            transform,
            "Transform '%s' groups by windows with coder %s that their SDK merges by window function '%s'"
                .formatted(
                    transformName,
                    transform.windowing().getWindowCoderId(),
                    transform.windowing().getWindowFn().getUrn()),
            lease);
  }

  @Override
  public List<Merge> merge(Collection<BoundedWindow> windows) throws Exception {
    List<Merge> merges = new ArrayList<>();
    questions.ask(windows).forEach(answer -> addMerges(answer, merges));
    return merges;
  }

  /** An SDK may say of a window alone that it becomes itself. */
  private static void addMerges(
      KV<Iterable<BoundedWindow>, Iterable<KV<BoundedWindow, Iterable<BoundedWindow>>>> answer,
      List<Merge> merges) {
    for (KV<BoundedWindow, Iterable<BoundedWindow>> merge : answer.getValue()) {
      List<BoundedWindow> from = Lists.newArrayList(merge.getValue());
      if (!from.equals(List.of(merge.getKey()))) {
        merges.add(new Merge(from, merge.getKey()));
      }
    }
  }

  @Override
  public void close() {
    questions.close();
  }
}
