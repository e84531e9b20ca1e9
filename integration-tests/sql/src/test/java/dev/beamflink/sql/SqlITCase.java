package dev.beamflink.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.extensions.sql.SqlTransform;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.WithTimestamps;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Queries of Beam SQL, over purchases at seconds 0, 70, 80 and 130. */
class SqlITCase {

  // First of all: the constants below load what it changes.
  static {
    OlderCallers.serve();
  }

  private static final Schema PURCHASE =
      Schema.builder()
          .addStringField("buyer")
          .addStringField("item")
          .addInt64Field("cents")
          .addDateTimeField("bought")
          .build();
  private static final Schema HOME =
      Schema.builder().addStringField("resident").addStringField("town").build();

  private static PCollection<Row> purchases(Pipeline pipeline, Mode mode) {
    return mode.source(
        pipeline
            .apply(
                "Purchases",
                Create.of(
                        purchase("ann", "tea", 300, 0),
                        purchase("bob", "tea", 310, 70),
                        purchase("ann", "ham", 720, 80),
                        purchase("ann", "jam", 250, 130))
                    .withRowSchema(PURCHASE))
            .apply("Bought", WithTimestamps.of(row -> row.getDateTime("bought").toInstant())));
  }

  private static Row purchase(String buyer, String item, long cents, long second) {
    return row(PURCHASE, buyer, item, cents, Instant.ofEpochSecond(second));
  }

  private static PCollection<Row> homes(Pipeline pipeline) {
    return pipeline.apply(
        "Homes", Create.of(row(HOME, "ann", "Ulm"), row(HOME, "eve", "Bonn")).withRowSchema(HOME));
  }

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).attachValues(List.of(values));
  }

  private static void assertRows(PCollection<Row> rows, Row... expected) {
    PAssert.that(rows).containsInAnyOrder(expected);
  }

  @ParameterizedTest
  @EnumSource
  void rowsAreSelectedAndFieldsComputed(Mode mode) {
    TestPipeline pipeline = mode.pipeline();
    PCollection<Row> rows =
        purchases(pipeline, mode)
            .apply(
                SqlTransform.query(
                    "SELECT UPPER(item) AS item, cents * 2 AS twice FROM PCOLLECTION"
                        + " WHERE buyer = 'ann' AND cents > 250"));
    Schema schema = Schema.builder().addStringField("item").addInt64Field("twice").build();
    assertRows(rows, row(schema, "TEA", 600L), row(schema, "HAM", 1440L));
    pipeline.run();
  }

  @ParameterizedTest
  @EnumSource
  void groupsAreAddedUpPerTumblingWindow(Mode mode) {
    TestPipeline pipeline = mode.pipeline();
    PCollection<Row> rows =
        purchases(pipeline, mode)
            .apply(
                SqlTransform.query(
                    "SELECT buyer, SUM(cents) AS total, COUNT(*) AS items,"
                        + " TUMBLE_START(bought, INTERVAL '1' MINUTE) AS window_start"
                        + " FROM PCOLLECTION"
                        + " GROUP BY buyer, TUMBLE(bought, INTERVAL '1' MINUTE)"));
    Schema schema =
        Schema.builder()
            .addStringField("buyer")
            .addInt64Field("total")
            .addInt64Field("items")
            .addDateTimeField("window_start")
            .build();
    assertRows(
        rows,
        row(schema, "ann", 300L, 1L, Instant.ofEpochSecond(0)),
        row(schema, "bob", 310L, 1L, Instant.ofEpochSecond(60)),
        row(schema, "ann", 720L, 1L, Instant.ofEpochSecond(60)),
        row(schema, "ann", 250L, 1L, Instant.ofEpochSecond(120)));
    pipeline.run();
  }

  /** Whether SQL has planned a transform of this name. */
  private static boolean contains(Pipeline pipeline, String transform) {
    List<String> names = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            names.add(node.getFullName());
            return CompositeBehavior.ENTER_TRANSFORM;
          }
        });
    return names.stream().anyMatch(name -> name.contains(transform));
  }

  private static final String JOIN =
      "SELECT item, town FROM purchases JOIN homes ON buyer = resident";
  private static final Schema ITEM_IN_TOWN =
      Schema.builder().addStringField("item").addStringField("town").build();

  /** In streaming by a side input, as one of the two is bounded. */
  @ParameterizedTest
  @EnumSource
  void rowsAreJoinedWithABoundedTable(Mode mode) {
    TestPipeline pipeline = mode.pipeline();
    PCollection<Row> rows =
        PCollectionTuple.of("purchases", purchases(pipeline, mode))
            .and("homes", homes(pipeline))
            .apply(SqlTransform.query(JOIN));
    assertEquals(mode == Mode.STREAMING, contains(pipeline, "BeamSideInputJoinRel"));
    assertRows(
        rows,
        row(ITEM_IN_TOWN, "tea", "Ulm"),
        row(ITEM_IN_TOWN, "ham", "Ulm"),
        row(ITEM_IN_TOWN, "jam", "Ulm"));
    pipeline.run();
  }

  /** By CoGroupByKey: a purchase finds the homes of its window. */
  @ParameterizedTest
  @EnumSource
  void rowsOfTheSameWindowAreJoined(Mode mode) {
    TestPipeline pipeline = mode.pipeline();
    Window<Row> minutes = Window.into(FixedWindows.of(Duration.standardMinutes(1)));
    PCollection<Row> homesOfSecondMinute =
        mode.source(
            homes(pipeline)
                .apply("Second minute", WithTimestamps.of(row -> Instant.ofEpochSecond(100))));
    PCollection<Row> rows =
        PCollectionTuple.of("purchases", purchases(pipeline, mode).apply("Minutes", minutes))
            .and("homes", homesOfSecondMinute.apply("Minutes of homes", minutes))
            .apply(SqlTransform.query(JOIN));
    assertTrue(contains(pipeline, "BeamCoGBKJoinRel"));
    assertRows(rows, row(ITEM_IN_TOWN, "ham", "Ulm"));
    pipeline.run();
  }

  /** A function of ours that queries call. */
  public static final class Discount implements SerializableFunction<Long, Long> {
    @Override
    public Long apply(Long cents) {
      return cents - cents / 10;
    }
  }

  @ParameterizedTest
  @EnumSource
  void queriesCallFunctionsOfTheUser(Mode mode) {
    TestPipeline pipeline = mode.pipeline();
    PCollection<Row> rows =
        purchases(pipeline, mode)
            .apply(
                SqlTransform.query(
                        "SELECT item, discount(cents) AS cents FROM PCOLLECTION"
                            + " WHERE discount(cents) >= 270")
                    .registerUdf("discount", new Discount()));
    Schema schema = Schema.builder().addStringField("item").addInt64Field("cents").build();
    assertRows(rows, row(schema, "tea", 270L), row(schema, "tea", 279L), row(schema, "ham", 648L));
    pipeline.run();
  }
}
