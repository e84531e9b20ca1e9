package dev.beamflink.portable;

import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * How many tests of a run of pytest had which end, by the file that its {@code --junit-xml} writes.
 */
record PytestResults(int passed, int failed, int skipped) {

  static PytestResults read(Path file) throws Exception {
    NodeList suites =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(file.toFile())
            .getElementsByTagName("testsuite");
    int passed = 0;
    int failed = 0;
    int skipped = 0;
    for (int i = 0; i < suites.getLength(); i++) {
      Element suite = (Element) suites.item(i);
      int failedHere = number(suite, "failures") + number(suite, "errors");
      int skippedHere = number(suite, "skipped");
      passed += number(suite, "tests") - failedHere - skippedHere;
      failed += failedHere;
      skipped += skippedHere;
    }
    return new PytestResults(passed, failed, skipped);
  }

  private static int number(Element suite, String attribute) {
    return Integer.parseInt(suite.getAttribute(attribute));
  }
}
