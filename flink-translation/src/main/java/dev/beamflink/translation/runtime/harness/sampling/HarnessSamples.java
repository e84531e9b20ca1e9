package dev.beamflink.translation.runtime.harness.sampling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleDescriptor;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.SampleDataRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.SampledElement;
import org.apache.beam.runners.fnexecution.control.InstructionRequestHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The samples that one SDK harness takes of elements. It is asked for them from time to time, with
 * the end of a stage, and when a bundle has failed; they go to the log. The harness forgets what it
 * has told. One that does not answer is only noted. Safe for any thread.
 */
public final class HarnessSamples {

  private static final Logger LOG = LoggerFactory.getLogger(HarnessSamples.class);

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int MAX_FAILED_BUNDLES = 100;

  private final String harness;
  private final InstructionRequestHandler control;
  private final Executor threads;
  private final Duration patience;
  private final Consumer<String> log;
  private final SampledStages stages = new SampledStages();
  private final CountDownLatch ended = new CountDownLatch(1);

  // Guarded by this.
  private int asked;
  private CompletableFuture<?> answered = CompletableFuture.completedFuture(null);

  /** At which elements bundles have failed, by the bundle's id: those nobody has asked about. */
  private final Map<String, List<String>> failures = new LinkedHashMap<>();

  /**
   * @param harness its name, for who reads of it
   * @param control sends instructions to it
   * @param threads for what may take its time: reading samples and logging them
   */
  public HarnessSamples(String harness, InstructionRequestHandler control, Executor threads) {
    this(harness, control, threads, PATIENCE, sample -> LOG.info("{}", sample));
  }

  /**
   * @param patience how long whoever waits for an answer does
   * @param log is told of each sample, by {@code threads}
   */
  HarnessSamples(
      String harness,
      InstructionRequestHandler control,
      Executor threads,
      Duration patience,
      Consumer<String> log) {
    this.harness = harness;
    this.control = control;
    this.threads = threads;
    this.patience = patience;
    this.log = log;
  }

  /** A stage that the harness will run. */
  public void add(ProcessBundleDescriptor stage) {
    stages.add(stage);
  }

  /** Asks in a thread of its own, again and again until the end. */
  public void askEvery(Duration interval) {
    threads.execute(
        () -> {
          try {
            while (!ended.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
              if (!askUnlessOwed()) {
                LOG.info("{} has not answered when it was asked for samples", harness);
              }
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Asks, without waiting for the answer; not if it still owes one. */
  public void ask() {
    boolean unused = askUnlessOwed();
  }

  private synchronized boolean askUnlessOwed() {
    boolean owed = !answered.isDone();
    if (!owed) {
      answered = request();
    }
    return !owed;
  }

  /**
   * Asks for the element at which a bundle has failed; waits a while for the answer.
   *
   * @return what is to be said of it; empty if the harness has none, or does not answer
   */
  public Optional<String> failedElement(String bundleId) {
    await(askOnceMore());
    List<String> elements;
    synchronized (this) {
      elements = failures.remove(bundleId);
    }
    return Optional.ofNullable(elements).map(all -> String.join("\n", all));
  }

  /** What was asked before may bring what is looked for, too. */
  private synchronized CompletableFuture<?> askOnceMore() {
    answered = CompletableFuture.allOf(answered.exceptionally(failure -> null), request());
    return answered;
  }

  /** No more samples will come: asks for the last ones, and waits a while for them. */
  public void end() {
    stop();
    await(askOnceMore());
  }

  /** The harness is gone. */
  public void stop() {
    ended.countDown();
  }

  private CompletableFuture<?> request() {
    InstructionRequest request =
        InstructionRequest.newBuilder()
            .setInstructionId("sample-" + asked++)
            .setSampleData(SampleDataRequest.getDefaultInstance())
            .build();
    try {
      return control.handle(request).toCompletableFuture().thenAcceptAsync(this::take, threads);
    } catch (RuntimeException e) { // its connection has ended
      return CompletableFuture.failedFuture(e);
    }
  }

  private void await(CompletableFuture<?> answer) {
    try {
      answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      LOG.info("{} has not answered within {} when it was asked for samples", harness, patience);
    } catch (ExecutionException e) {
      LOG.debug("{} could not be asked for samples", harness, e);
    }
  }

  private void take(InstructionResponse response) {
    new TreeMap<>(response.getSampleData().getElementSamplesMap())
        .forEach(
            (collectionId, samples) ->
                samples.getElementsList().forEach(sample -> take(collectionId, sample)));
  }

  private void take(String collectionId, SampledElement sample) {
    SampledCollection collection = stages.collection(collectionId);
    String text = collection.text(sample.getElement());
    String from =
        "of PCollection '%s', put out by '%s', coder '%s'"
            .formatted(collection.name(), stages.producer(collectionId), collection.coderId());
    if (!sample.hasException()) {
      log.accept("Sample %s: %s".formatted(from, text));
      return;
    }
    SampledElement.Exception failure = sample.getException();
    String transform = stages.transform(failure.getTransformId());
    log.accept("Sample at which '%s' has failed, %s: %s".formatted(transform, from, text));
    keep(
        failure.getInstructionId(),
        "The element was %s, of PCollection '%s', in '%s'"
            .formatted(text, collection.name(), transform));
  }

  private synchronized void keep(String bundleId, String failure) {
    failures.computeIfAbsent(bundleId, unused -> new ArrayList<>()).add(failure);
    if (failures.size() > MAX_FAILED_BUNDLES) {
      failures.remove(failures.keySet().iterator().next());
    }
  }
}
