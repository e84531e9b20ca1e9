package dev.beamflink.model.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrnPrinterTest {

  @ParameterizedTest
  @CsvSource({
    "beam:coder:kv:v1, kv",
    "beam:coders:javasdk:0.1, javasdk",
    "beam:window_fn:fixed_windows:v1, fixed_windows",
    "acme:coder:kv:v1, acme:coder:kv:v1",
  })
  void urnIsShortenedToItsName(String urn, String printed) {
    assertEquals(printed, UrnPrinter.print(urn));
  }
}
