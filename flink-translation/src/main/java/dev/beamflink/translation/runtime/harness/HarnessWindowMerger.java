package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.harness.environment.Harness;
import dev.beamflink.translation.runtime.harness.environment.HarnessLease;
import dev.beamflink.translation.runtime.window.WindowMerger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.beam.runners.fnexecution.control.BundleProgressHandler;
import org.apache.beam.runners.fnexecution.control.RemoteBundle;
import org.apache.beam.runners.fnexecution.control.RemoteOutputReceiver;
import org.apache.beam.runners.fnexecution.control.SdkHarnessClient.BundleProcessor;
import org.apache.beam.runners.fnexecution.data.RemoteInputDestination;
import org.apache.beam.runners.fnexecution.state.StateRequestHandler;
import org.apache.beam.sdk.fn.data.FnDataReceiver;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Throwables;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Lists;

/**
 * Has an SDK harness merge windows: a bundle with one element for each question. The task waits for
 * the answer.
 */
final class HarnessWindowMerger implements WindowMerger {

  /** Tells questions of one bundle apart, which has one only. */
  private static final byte[] NONCE = {};

  private final MergeTransform transform;
  private final String transformName;
  private final HarnessLease lease;
  private final Harness harness;
  private final BundleProcessor processor;
  private final ReadAnswers answers = new ReadAnswers();
  private boolean asking; // after a failure too

  /**
   * @param transformName the full name of the transform that groups
   */
  HarnessWindowMerger(MergeTransform transform, String transformName, HarnessLease lease)
      throws IOException {
    this.transform = transform;
    this.transformName = transformName;
    this.lease = lease;
    this.harness = lease.harness();
    this.processor =
        lease
            .client(answers)
            .getProcessor(
                transform.descriptor(UUID.randomUUID().toString(), lease.data(), harness.state()),
                List.of(RemoteInputDestination.of(transform.questionCoder(), MergeTransform.READ)),
                harness.stateRequests());
  }

  @Override
  public List<Merge> merge(Collection<BoundedWindow> windows) throws Exception {
    List<Merge> merges = Collections.synchronizedList(new ArrayList<>());
    asking = true;
    try (RemoteBundle bundle =
        processor.newBundle(
            Map.of(MergeTransform.WRITE, answersTo(merges)),
            StateRequestHandler.unsupported(),
            BundleProgressHandler.ignored())) {
      questionsTo(bundle).accept(WindowedValues.valueInGlobalWindow(KV.of(NONCE, windows)));
    } catch (Exception e) {
      throw reasonOf(e);
    }
    asking = false;
    return merges;
  }

  /** An answer that can't be read ends its bundle, which does not know why. */
  private Exception reasonOf(Exception failure) {
    Optional<RuntimeException> unread = answers.failure();
    if (unread.isEmpty()) {
      return harness.reasonOf(failure);
    }
    HarnessFailedException reason = // what clients are told is the innermost one
        new HarnessFailedException(
            ("Transform '%s' groups by windows that their SDK merges by window function '%s'; its"
                    + " answer can't be read with coder %s: %s")
                .formatted(
                    transformName,
                    transform.windowing().getWindowFn().getUrn(),
                    transform.windowing().getWindowCoderId(),
                    Throwables.getRootCause(unread.get())));
    reason.addSuppressed(unread.get());
    return reason;
  }

  @SuppressWarnings("unchecked") // Beam's map of receivers is raw
  private static FnDataReceiver<WindowedValue<?>> questionsTo(RemoteBundle bundle) {
    return Objects.requireNonNull(bundle.getInputReceivers().get(MergeTransform.READ));
  }

  private RemoteOutputReceiver<?> answersTo(List<Merge> merges) throws IOException {
    return RemoteOutputReceiver.of(
        transform.answerCoder(), answer -> addMerges(answer.getValue().getValue(), merges));
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
    lease.release(!asking);
  }
}
