package dev.beamflink.conformance.fork;

import static org.junit.Assert.assertEquals;

import java.util.List;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

/** A suite whose parameters have the same names. Its name keeps Maven away. */
@RunWith(Parameterized.class)
public class CollidingSuite {

  @Parameterized.Parameters(name = "same")
  public static List<Integer> parameters() {
    return List.of(1, 2);
  }

  @Parameterized.Parameter public int parameter;

  @Test
  public void passes() {}

  @Test
  public void failsOnce() {
    assertEquals(1, parameter);
  }
}
