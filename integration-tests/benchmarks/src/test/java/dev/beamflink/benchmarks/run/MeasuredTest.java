package dev.beamflink.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MeasuredTest {

  @Test
  void medianIsTheMiddleOne() {
    assertEquals(new Measured(2, 1, 9), Measured.of(9, 1, 2));
  }

  @Test
  void medianOfAnEvenNumberIsBetweenTwo() {
    assertEquals(new Measured(3, 1, 9), Measured.of(9, 1, 2, 4));
  }
}
