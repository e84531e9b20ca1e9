package dev.beamflink.conformance.published;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One line of fields separated by commas, those with commas or quotes between quotes. */
final class Csv {

  private Csv() {}

  static String join(List<String> fields) {
    return fields.stream().map(Csv::quoted).collect(Collectors.joining(","));
  }

  private static String quoted(String field) {
    return field.contains(",") || field.contains("\"")
        ? '"' + field.replace("\"", "\"\"") + '"'
        : field;
  }

  static List<String> split(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean inQuotes = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && inQuotes && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        field.append(c);
        i++;
      } else if (c == '"') {
        inQuotes = !inQuotes;
      } else if (c == ',' && !inQuotes) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
