package dev.beamflink.conformance.suite;

import java.util.List;
import org.apache.beam.sdk.extensions.avro.schemas.AvroSchemaTest;
import org.apache.beam.sdk.testing.PAssertTest;

/** The jars whose tests the profiles run. */
public final class BeamSuite {

  /** Beam's core. */
  public static final SuiteJar CORE = SuiteJar.whole(PAssertTest.class);

  /**
   * The schemas of the Avro extension. They were part of the core once, and runners are still
   * measured with them; the rest of the extension reads and writes files.
   */
  public static final SuiteJar AVRO_SCHEMAS = SuiteJar.only(AvroSchemaTest.class);

  private BeamSuite() {}

  /** All of them. */
  public static List<SuiteJar> jars() {
    return List.of(CORE, AVRO_SCHEMAS);
  }
}
