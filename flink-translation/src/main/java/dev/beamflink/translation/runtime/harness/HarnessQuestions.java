package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.harness.environment.Harness;
import dev.beamflink.translation.runtime.harness.environment.HarnessLease;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
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
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.fn.data.FnDataReceiver;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.beam.sdk.values.WindowedValues.FullWindowedValueCoder;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Throwables;

/**
 * Asks an SDK harness: a bundle with one element for each question, over a connection of its own,
 * so that no bundle of a stage is waited for. The task waits for the answer.
 *
 * @param <Q> a question
 * @param <A> an answer
 */
final class HarnessQuestions<Q, A> implements Closeable {

  /** Tells questions of one bundle apart, which has one only. */
  private static final byte[] NONCE = {};

  private final AskedTransform<Q, A> transform;
  private final String what;
  private final HarnessLease lease;
  private final Harness harness;
  private final BundleProcessor processor;
  private final ReadAnswers readAnswers = new ReadAnswers();
  private boolean asking; // after a failure too

  /**
   * @param what it is that is asked, and for which transform: the beginning of a sentence
   */
  HarnessQuestions(AskedTransform<Q, A> transform, String what, HarnessLease lease)
      throws IOException {
    this.transform = transform;
    this.what = what;
    this.lease = lease;
    this.harness = lease.harness();
    this.processor =
        lease
            .client(readAnswers)
            .getProcessor(
                AskedDescriptor.of(
                    transform, UUID.randomUUID().toString(), lease.data(), harness.state()),
                List.of(
                    RemoteInputDestination.of(
                        globally(transform.questionCoder()), AskedDescriptor.READ)),
                harness.stateRequests());
  }

  private static <T> Coder<WindowedValue<KV<byte[], T>>> globally(Coder<T> coder) {
    return FullWindowedValueCoder.of(
        KvCoder.of(ByteArrayCoder.of(), coder), GlobalWindow.Coder.INSTANCE);
  }

  /** Returns what the SDK answers: mostly one thing. */
  List<A> ask(Q question) throws Exception {
    List<A> answers = Collections.synchronizedList(new ArrayList<>());
    asking = true;
    try (RemoteBundle bundle =
        processor.newBundle(
            Map.of(AskedDescriptor.WRITE, answersTo(answers)),
            StateRequestHandler.unsupported(),
            BundleProgressHandler.ignored())) {
      questionsTo(bundle).accept(WindowedValues.valueInGlobalWindow(KV.of(NONCE, question)));
    } catch (Exception e) {
      throw reasonOf(e);
    }
    asking = false;
    return answers;
  }

  /** An answer that can't be read ends its bundle, which does not know why. */
  private Exception reasonOf(Exception failure) {
    Optional<RuntimeException> unread = readAnswers.failure();
    if (unread.isEmpty()) {
      return harness.reasonOf(failure);
    }
    HarnessFailedException reason = // what clients are told is the innermost one
        new HarnessFailedException(
            "%s; its answer can't be read: %s"
                .formatted(what, Throwables.getRootCause(unread.get())));
    reason.addSuppressed(unread.get());
    return reason;
  }

  @SuppressWarnings("unchecked") // Beam's map of receivers is raw
  private static FnDataReceiver<WindowedValue<?>> questionsTo(RemoteBundle bundle) {
    return Objects.requireNonNull(bundle.getInputReceivers().get(AskedDescriptor.READ));
  }

  private RemoteOutputReceiver<?> answersTo(List<A> answers) throws IOException {
    return RemoteOutputReceiver.of(
        globally(transform.answerCoder()), answer -> answers.add(answer.getValue().getValue()));
  }

  @Override
  public void close() {
    lease.release(!asking);
  }
}
