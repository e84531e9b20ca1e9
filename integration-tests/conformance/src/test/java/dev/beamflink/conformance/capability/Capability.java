package dev.beamflink.conformance.capability;

import dev.beamflink.conformance.suite.TestPattern;
import java.util.List;

/**
 * One row of Beam's capability matrix.
 *
 * @param section of the matrix
 * @param name of the row, as Beam writes it
 * @param suite which tests of Beam's suite prove it
 * @param own which tests of ours do: fully qualified class, or class and {@code #method}
 * @param lacks what of it we do not have, which makes it partly so; may be empty
 * @param note what the reader has to know besides; may be empty
 */
record Capability(
    String section,
    String name,
    List<TestPattern> suite,
    List<String> own,
    String lacks,
    String note) {

  Capability {
    suite = List.copyOf(suite);
    own = List.copyOf(own);
  }
}
