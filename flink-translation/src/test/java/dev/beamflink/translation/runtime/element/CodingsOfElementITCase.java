package dev.beamflink.translation.runtime.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.GraphPlanner;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.translation.runtime.operator.BundleLimits;
import dev.beamflink.translation.runtime.options.DeferredOptions;
import dev.beamflink.translation.testkit.TestCluster;
import dev.beamflink.translation.translate.PipelineTranslator;
import dev.beamflink.translation.translate.TranslationSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Redistribute;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How often an element meets its coder on its way, which costs more than all else there. Counted,
 * as no clock of a test machine would notice.
 */
@Timeout(120)
class CodingsOfElementITCase {

  private static final int ELEMENTS = 100;
  private static final int MOST_SAMPLES = 50;
  private static final int PARALLELISM = 2; // an exchange to one subtask may be none

  private static TestCluster cluster;

  private final CountingCoder keys = new CountingCoder();
  private final CountingCoder values = new CountingCoder();
  private final Pipeline pipeline = Pipeline.create();

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = new TestCluster();
  }

  @AfterAll
  static void stopCluster() throws Exception {
    cluster.close();
  }

  @Test
  void noneInAStage() throws Exception {
    numbers().apply("Next", ParDo.of(new Same<>())).setCoder(values);
    run();
    values.assertCounts(0, 0);
  }

  @Test
  void oneOnAnExchangeWithoutKeys() throws Exception {
    numbers().apply("Exchange", Redistribute.arbitrarily()).apply("Next", ParDo.of(new Same<>()));
    run();
    values.assertCounts(ELEMENTS, ELEMENTS);
  }

  @Test
  void oneOnAnExchangeByRandomKeys() throws Exception {
    numbers().apply("Exchange", Reshuffle.viaRandomKey()).apply("Next", ParDo.of(new Same<>()));
    run();
    values.assertCounts(ELEMENTS, ELEMENTS);
  }

  /** One encoding of the key says where it goes, the other one goes there. */
  @Test
  void valueIsCodedOnceOnAnExchangeByKey() throws Exception {
    pairs().apply("Exchange", Redistribute.byKey()).apply("Next", ParDo.of(new Same<>()));
    run();
    values.assertCounts(ELEMENTS, ELEMENTS);
    keys.assertCounts(2 * ELEMENTS, ELEMENTS);
  }

  /** Groups measure how large some values are, to know what memory they take. */
  @Test
  void oneOnTheWayIntoAGroup() throws Exception {
    pairs().apply("Group", GroupByKey.create()).apply("Next", ParDo.of(new CountGroup()));
    run();
    assertEquals(ELEMENTS, values.decodings());
    assertTrue(
        values.encodings() <= ELEMENTS + MOST_SAMPLES, () -> values.encodings() + " of values");
    assertEquals(ELEMENTS, keys.encodings());
    assertTrue(keys.decodings() <= ELEMENTS, () -> keys.decodings() + " decodings of keys");
  }

  private PCollection<Long> numbers() {
    return pipeline
        .apply("Impulse", Impulse.create())
        .apply("Numbers", ParDo.of(new Numbers()))
        .setCoder(values);
  }

  private PCollection<KV<Long, Long>> pairs() {
    return numbers().apply("Pairs", ParDo.of(new Pairs())).setCoder(KvCoder.of(keys, values));
  }

  private void run() throws Exception {
    StreamExecutionEnvironment environment =
        TestCluster.streaming(PARALLELISM, new Configuration());
    PipelineTranslator.translate(
        GraphPlanner.plan(PipelineTranslation.toProto(pipeline), PlanMode.STREAMING),
        environment,
        new TranslationSettings(
            PlanMode.STREAMING,
            PARALLELISM,
            new BundleLimits(1000, 1000),
            DeferredOptions.of(pipeline.getOptions())));
    cluster.awaitEnd(cluster.submit(environment));
  }

  private static final class Numbers extends DoFn<byte[], Long> {
    @ProcessElement
    public void process(OutputReceiver<Long> out) {
      for (long number = 0; number < ELEMENTS; number++) {
        out.output(number);
      }
    }
  }

  private static final class Pairs extends DoFn<Long, KV<Long, Long>> {
    @ProcessElement
    public void process(@Element Long number, OutputReceiver<KV<Long, Long>> out) {
      out.output(KV.of(number % 10, number));
    }
  }

  private static final class Same<T> extends DoFn<T, T> {
    @ProcessElement
    public void process(@Element T element, OutputReceiver<T> out) {
      out.output(element);
    }
  }

  private static final class CountGroup extends DoFn<KV<Long, Iterable<Long>>, Void> {
    @ProcessElement
    public void process(@Element KV<Long, Iterable<Long>> group) {
      group.getValue().forEach(value -> {});
    }
  }

  /** Counts what its copies in tasks, in the same JVM, do. */
  private static final class CountingCoder extends CustomCoder<Long> {

    private static final Map<String, AtomicInteger> COUNTS = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();

    @Override
    public void encode(Long value, OutputStream out) throws IOException {
      count("encodings").incrementAndGet();
      VarLongCoder.of().encode(value, out);
    }

    @Override
    public Long decode(InputStream in) throws IOException {
      count("decodings").incrementAndGet();
      return VarLongCoder.of().decode(in);
    }

    @Override
    public void verifyDeterministic() {}

    private AtomicInteger count(String what) {
      return COUNTS.computeIfAbsent(id + what, newOne -> new AtomicInteger());
    }

    int encodings() {
      return count("encodings").get();
    }

    int decodings() {
      return count("decodings").get();
    }

    void assertCounts(int encodings, int decodings) {
      assertEquals(encodings, encodings(), "encodings");
      assertEquals(decodings, decodings(), "decodings");
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof CountingCoder that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
      return id.hashCode();
    }
  }
}
