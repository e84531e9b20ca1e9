package dev.beamflink.translation.runtime.format;

import static dev.beamflink.translation.runtime.format.Compatibility.AFTER_MIGRATION;
import static dev.beamflink.translation.runtime.format.Compatibility.INCOMPATIBLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedBytes;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class CoderDescriptionTest {

  private static final FieldType INT = FieldType.INT32;

  /** The text is not the format, but equal texts stand for equal descriptions: pinned here. */
  @Test
  void describesCodersByUrnOrClass() {
    assertEquals(
        "beam:coder:kv:v1(beam:coder:string_utf8:v1,"
            + " org.apache.beam.sdk.coders.ListCoder(beam:coder:varint:v1))",
        text(KvCoder.of(StringUtf8Coder.of(), ListCoder.of(VarLongCoder.of()))));
  }

  @Test
  void describesTheTypeOfCodersWithoutComponents() {
    assertEquals(
        "org.apache.beam.sdk.coders.SerializableCoder<" + Bean.class.getName() + ">",
        text(SerializableCoder.of(Bean.class)));
  }

  @Test
  void describesSchemasByWhatDecidesTheBytes() {
    Schema inner = Schema.builder().addNullableField("x", FieldType.DOUBLE).build();
    Schema schema =
        Schema.builder()
            .addInt64Field("id")
            .addNullableField("names", FieldType.array(FieldType.STRING.withNullable(true)))
            .addMapField("rows", FieldType.STRING, FieldType.row(inner))
            .addLogicalTypeField("hash", FixedBytes.of(4))
            .build();
    assertEquals(
        "beam:coder:row:v1(id: INT64, names: list(STRING?)?,"
            + " rows: map(STRING, beam:coder:row:v1(x: DOUBLE?)),"
            + " hash: logical<beam:logical_type:fixed_bytes:v1>(BYTES))",
        text(RowCoder.of(schema)));
  }

  @Test
  void schemaOfTwoJobsIsTheSame() {
    assertEquals(
        CoderDescription.of(RowCoder.of(oneField("a"))),
        CoderDescription.of(RowCoder.of(oneField("a"))));
    assertNotEquals(
        CoderDescription.of(RowCoder.of(oneField("a"))),
        CoderDescription.of(RowCoder.of(oneField("b"))));
  }

  @Test
  void differentComponentsMakeDifferentDescriptions() {
    assertNotEquals(
        CoderDescription.of(ListCoder.of(VarIntCoder.of())),
        CoderDescription.of(ListCoder.of(VarLongCoder.of())));
  }

  @Test
  void fieldsMayBeAddedAtTheEndAndBecomeNullable() {
    Schema two = Schema.builder().addStringField("a").addNullableField("b", INT).build();
    assertEquals(AFTER_MIGRATION, compatibility(two, oneField("a")));
    assertEquals(INCOMPATIBLE, compatibility(oneField("a"), two));
    Schema required = Schema.builder().addStringField("a").addInt32Field("b").build();
    assertEquals(INCOMPATIBLE, compatibility(required, oneField("a")));
    Schema inFront = Schema.builder().addNullableField("b", INT).addStringField("a").build();
    assertEquals(INCOMPATIBLE, compatibility(inFront, oneField("a")));
    inFront.setEncodingPositions(Map.of("a", 0, "b", 1));
    assertEquals(AFTER_MIGRATION, compatibility(inFront, oneField("a")));
    Schema nullable = Schema.builder().addNullableField("a", FieldType.STRING).build();
    assertEquals(AFTER_MIGRATION, compatibility(nullable, oneField("a")));
    assertEquals(INCOMPATIBLE, compatibility(oneField("a"), nullable));
  }

  /** Unlike fields, elements say by themselves whether they are null. */
  @Test
  void elementsOfListsMayNotBecomeNullable() {
    Schema list = Schema.builder().addArrayField("a", INT).build();
    Schema ofNullable = Schema.builder().addArrayField("a", INT.withNullable(true)).build();
    assertEquals(INCOMPATIBLE, compatibility(ofNullable, list));
  }

  @Test
  void rowsInsideOthersMayEvolveToo() {
    Schema more = Schema.builder().addStringField("a").addNullableField("b", INT).build();
    assertEquals(
        AFTER_MIGRATION,
        CoderDescription.of(KvCoder.of(VarIntCoder.of(), ListCoder.of(RowCoder.of(more))))
            .compatibility(
                CoderDescription.of(
                    KvCoder.of(VarIntCoder.of(), ListCoder.of(RowCoder.of(oneField("a")))))));
    assertEquals(
        INCOMPATIBLE,
        CoderDescription.of(VarIntCoder.of())
            .compatibility(CoderDescription.of(VarLongCoder.of())));
  }

  private static Compatibility compatibility(Schema newer, Schema older) {
    return CoderDescription.of(RowCoder.of(newer))
        .compatibility(CoderDescription.of(RowCoder.of(older)));
  }

  @Test
  void readsWhatItWrote() throws IOException {
    Schema.Builder large = Schema.builder();
    for (int i = 0; i < 10_000; i++) { // more than DataOutput.writeUTF can take
      large.addInt64Field("field" + i);
    }
    CoderDescription written =
        CoderDescription.of(KvCoder.of(VarIntCoder.of(), RowCoder.of(large.build())));
    DataOutputSerializer target = new DataOutputSerializer(64);
    written.write(target);
    assertEquals(
        written, CoderDescription.read(new DataInputDeserializer(target.getCopyOfBuffer())));
  }

  private static Schema oneField(String name) {
    return Schema.builder().addStringField(name).build();
  }

  private static String text(Coder<?> coder) {
    return CoderDescription.of(coder).toString();
  }

  private static final class Bean implements Serializable {
    private static final long serialVersionUID = 1L;
  }
}
