package dev.beamflink.architecture;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The table in ARCHITECTURE.md of what becomes of each primitive of Beam. */
final class PrimitiveTable {

  /** A row below its head: primitives, translators, and operators or sources. */
  private static final Pattern ROW =
      Pattern.compile("^\\|([^|]+)\\|([^|]*`[^|]*)\\|([^|]*)\\|$", Pattern.MULTILINE);

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private PrimitiveTable() {}

  private static List<MatchResult> rows() {
    String text = ArchitectureDocument.text();
    int head = text.indexOf("\n| Beam primitive |");
    return ROW.matcher(text.substring(head, text.indexOf("\n\n", head))).results().toList();
  }

  /** The names of all primitives. */
  static Set<String> primitives() {
    Set<String> names = new TreeSet<>();
    rows().forEach(row -> names.addAll(List.of(row.group(1).strip().split("; "))));
    return names;
  }

  /** The translators of all primitives, below {@code translate}. */
  static Set<String> translators() {
    return code(2);
  }

  /** The operators and sources of all primitives, below {@code runtime}. */
  static Set<String> operators() {
    return code(3);
  }

  private static Set<String> code(int cell) {
    Set<String> names = new TreeSet<>();
    rows().stream().flatMap(row -> code(row.group(cell))).forEach(names::add);
    return names;
  }

  private static Stream<String> code(String cell) {
    return CODE.matcher(cell).results().map(code -> code.group(1));
  }
}
