package dev.beamflink.runner.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterAddressTest {

  @Test
  void hostAndPort() {
    assertEquals(
        Optional.of(new MasterAddress("flink.example.org", 8081)),
        MasterAddress.parse("flink.example.org:8081"));
    assertEquals(
        Optional.of(new MasterAddress("10.0.0.7", 80)), MasterAddress.parse("10.0.0.7:80"));
  }

  @Test
  void ipv6AddressStandsInBrackets() {
    assertEquals(Optional.of(new MasterAddress("::1", 8081)), MasterAddress.parse("[::1]:8081"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host",
        "host:",
        ":8081",
        "host:0",
        "host:65536",
        "host:8081/",
        "a b:8081",
        "http://host:8081",
        "::1:8081",
        "[cluster]",
        "host:port"
      })
  void anythingElseIsNoAddress(String text) {
    assertEquals(Optional.empty(), MasterAddress.parse(text));
  }

  @Test
  void loopbackIsThisMachine() {
    assertTrue(MasterAddress.isThisMachine("localhost"));
    assertTrue(MasterAddress.isThisMachine("127.0.0.1"));
    assertFalse(MasterAddress.isThisMachine("192.0.2.1"));
  }
}
