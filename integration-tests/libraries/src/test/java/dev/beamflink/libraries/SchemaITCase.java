package dev.beamflink.libraries;

import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.FieldAccessDescriptor;
import org.apache.beam.sdk.schemas.JavaFieldSchema;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.apache.beam.sdk.schemas.transforms.Convert;
import org.apache.beam.sdk.schemas.transforms.Filter;
import org.apache.beam.sdk.schemas.transforms.Group;
import org.apache.beam.sdk.schemas.transforms.Join;
import org.apache.beam.sdk.schemas.transforms.Select;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Elements with schemas, and the transforms that know their fields. */
class SchemaITCase {

  /** What was bought by whom. */
  @DefaultSchema(JavaFieldSchema.class)
  public static final class Purchase {
    public String user;
    public String item;
    public long cents;

    static Purchase of(String user, String item, long cents) {
      Purchase purchase = new Purchase();
      purchase.user = user;
      purchase.item = item;
      purchase.cents = cents;
      return purchase;
    }
  }

  /** Where a user lives. */
  @DefaultSchema(JavaFieldSchema.class)
  public static final class Home {
    public String user;
    public String town;

    static Home of(String user, String town) {
      Home home = new Home();
      home.user = user;
      home.town = town;
      return home;
    }
  }

  private static PCollection<Purchase> purchases(Pipeline pipeline) {
    return pipeline.apply(
        "Purchases",
        Create.of(
            Purchase.of("ann", "tea", 300),
            Purchase.of("bob", "tea", 310),
            Purchase.of("ann", "ham", 720)));
  }

  private static PCollection<Home> homes(Pipeline pipeline) {
    return pipeline.apply("Homes", Create.of(Home.of("ann", "Ulm"), Home.of("eve", "Bonn")));
  }

  /** Takes an element by fields, and as a row. */
  private static final class Describe extends DoFn<Purchase, String> {
    @FieldAccess("price")
    @SuppressWarnings("unused") // read by Beam
    private final FieldAccessDescriptor price =
        FieldAccessDescriptor.withFieldNames("item", "cents");

    @ProcessElement
    public void process(
        @FieldAccess("user") String user,
        @FieldAccess("price") Row price,
        @Element Row row,
        OutputReceiver<String> receiver) {
      receiver.output(
          "%s: %s for %d, %d fields"
              .formatted(
                  user, price.getString("item"), price.getInt64("cents"), row.getFieldCount()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void doFnsTakeFieldsAndRows(Mode mode) {
    Pipeline pipeline = mode.pipeline();
    PAssert.that(purchases(pipeline).apply(ParDo.of(new Describe())))
        .containsInAnyOrder(
            "ann: tea for 300, 3 fields",
            "bob: tea for 310, 3 fields",
            "ann: ham for 720, 3 fields");
    Mode.run(pipeline);
  }

  @ParameterizedTest
  @EnumSource
  void fieldsAreSelectedAndGrouped(Mode mode) {
    Pipeline pipeline = mode.pipeline();
    PCollection<Row> perUser =
        purchases(pipeline)
            .apply(Filter.<Purchase>create().whereFieldName("cents", (Long cents) -> cents != 310))
            .apply(
                Group.<Purchase>byFieldNames("user")
                    .aggregateField("cents", Sum.ofLongs(), "total"));
    Schema total = Schema.builder().addStringField("user").addInt64Field("total").build();
    PAssert.that(perUser.apply(Select.fieldNames("key.user", "value.total")))
        .containsInAnyOrder(Row.withSchema(total).addValues("ann", 1020L).build());
    Mode.run(pipeline);
  }

  @ParameterizedTest
  @EnumSource
  void collectionsAreJoinedByAField(Mode mode) {
    Pipeline pipeline = mode.pipeline();
    PCollection<Row> joined =
        purchases(pipeline)
            .apply(Join.<Purchase, Home>innerJoin(homes(pipeline)).using("user"))
            .apply(Select.fieldNames("lhs.item", "rhs.town"));
    Schema schema = Schema.builder().addStringField("item").addStringField("town").build();
    PAssert.that(joined)
        .containsInAnyOrder(
            List.of(
                Row.withSchema(schema).addValues("tea", "Ulm").build(),
                Row.withSchema(schema).addValues("ham", "Ulm").build()));
    Mode.run(pipeline);
  }

  @ParameterizedTest
  @EnumSource
  void rowsBecomeObjects(Mode mode) {
    Pipeline pipeline = mode.pipeline();
    PCollection<String> towns =
        homes(pipeline)
            .apply(Convert.toRows())
            .apply(Convert.fromRows(Home.class))
            .apply(ParDo.of(new Town()));
    PAssert.that(towns).containsInAnyOrder("Ulm", "Bonn");
    Mode.run(pipeline);
  }

  private static final class Town extends DoFn<Home, String> {
    @ProcessElement
    public void process(@Element Home home, OutputReceiver<String> receiver) {
      receiver.output(home.town);
    }
  }
}
