package dev.beamflink.model.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.graph.CoderId;
import dev.beamflink.model.text.PipelineText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoderPrinterTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes | bytes",
        "kv<string_utf8, iterable<varint>> | kv<string_utf8, iterable<varint>>",
        "nullable<java.VarInt> | nullable<VarIntCoder>",
        "pickled_python | pickled_python",
      })
  void coderIsPrintedByStructure(String coder, String printed) {
    assertEquals(
        printed,
        new CoderPrinter(PipelineText.graph("Read R -> a: " + coder)).print(new CoderId(coder)));
  }
}
