package dev.beamflink.benchmarks.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A report for programs. */
final class ReportJson {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Report report;

  ReportJson(Report report) {
    this.report = report;
  }

  String text() {
    ObjectNode root = JSON.createObjectNode();
    root.put("commit", report.commit());
    ArrayNode rows = root.putArray("rows");
    report.rows().forEach(row -> add(rows.addObject(), row));
    ObjectNode mean = root.putObject("geometricMeanOfThroughput");
    for (Subject other : List.of(Subject.EXISTING, Subject.FLINK)) {
      double value = report.geometricMean(other, Unit.ELEMENTS_PER_SECOND);
      if (!Double.isNaN(value)) {
        mean.put(other.id(), value);
      }
    }
    ArrayNode failures = root.putArray("failures");
    report.failures().forEach(failures::add);
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of numbers and texts is JSON", e);
    }
  }

  private static void add(ObjectNode node, Row row) {
    node.put("row", row.id());
    node.put("name", row.name());
    node.put("setting", row.setting().id());
    node.put("unit", row.unit().name());
    ObjectNode measured = node.putObject("measured");
    for (Subject subject : Subject.values()) {
      Measured figures = row.measured().get(subject);
      if (figures != null) {
        measured
            .putObject(subject.id())
            .put("median", figures.median())
            .put("least", figures.least())
            .put("most", figures.most());
      }
    }
    ObjectNode against = node.putObject("against");
    for (Subject other : List.of(Subject.EXISTING, Subject.FLINK)) {
      if (row.measured().containsKey(other)) {
        compare(against.putObject(other.id()), row, other);
      }
    }
  }

  private static void compare(ObjectNode node, Row row, Subject other) {
    if (!Double.isNaN(row.advantageOver(other))) {
      node.put("advantage", row.advantageOver(other));
    }
    Target target = row.targets().get(other);
    if (target != null) {
      node.put("target", target.description());
      row.isMet(other).ifPresent(met -> node.put("met", met));
    }
  }
}
