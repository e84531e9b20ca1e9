package dev.beamflink.translation.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.io.Serializable;
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
        "beam:coder:row:v1<{id:INT64,names:[STRING?]?,rows:map(STRING,{x:DOUBLE?}),"
            + "hash:beam:logical_type:fixed_bytes:v1=BYTES}>",
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
