package dev.beamflink.translation.runtime.sideinput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;

class RowLookupCoderTest {

  private static final Schema STRICT = Schema.builder().addStringField("user").build();
  private static final Schema NULLABLE = Schema.builder().addNullableStringField("user").build();
  private static final Coder<KV<String, Row>> COMPARED =
      RowLookupCoder.of(KvCoder.of(StringUtf8Coder.of(), RowCoder.of(NULLABLE)));

  private static Object key(Schema schema, String user) {
    return COMPARED.structuralValue(KV.of("key", Row.withSchema(schema).addValue(user).build()));
  }

  @Test
  void rowsOfDifferentSchemasAreEqualWhenTheirEncodedFormsAre() {
    assertNotEquals(
        Row.withSchema(STRICT).addValue("a").build(),
        Row.withSchema(NULLABLE).addValue("a").build());
    assertEquals(key(STRICT, "a"), key(NULLABLE, "a"));
    assertNotEquals(key(STRICT, "a"), key(NULLABLE, "b"));
  }

  @Test
  void otherKeysAreComparedAsTheyAre() {
    Coder<String> plain = StringUtf8Coder.of();
    assertSame(plain, RowLookupCoder.of(plain));
  }
}
