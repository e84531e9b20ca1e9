package dev.beamflink.cluster.longrun;

import dev.beamflink.cluster.fault.JobProbe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All numbers of a run: a column for each of its quantities, a row for each time they are read. */
final class Readings {
  private static final int WIDTH = 12;

  private final Map<Column, List<Long>> columns = new LinkedHashMap<>();

  /**
   * One quantity of one thing.
   *
   * @param owner whose it is; empty for the job
   */
  private record Column(String owner, Quantity quantity) {
    String name() {
      return (owner + " " + quantity.name().toLowerCase(Locale.ROOT)).strip();
    }
  }

  /** Adds what a process holds on to. */
  void add(String process, JvmReading reading) {
    add(process, Quantity.HEAP, reading.heapBytes());
    add(process, Quantity.METASPACE, reading.metaspaceBytes());
    add(process, Quantity.CLASSES, reading.classes());
    add(process, Quantity.LOADERS, reading.jobClassLoaders());
  }

  /** Adds the last checkpoint of the job. */
  void add(JobProbe.Checkpoint checkpoint) {
    add("", Quantity.STATE, checkpoint.stateBytes());
    add("", Quantity.CHECKPOINT, checkpoint.newBytes());
    add("", Quantity.DURATION, checkpoint.millis());
  }

  private void add(String owner, Quantity quantity, long value) {
    columns.computeIfAbsent(new Column(owner, quantity), column -> new ArrayList<>()).add(value);
  }

  /** What stands above the rows: two lines. */
  String head() {
    return line(Column::name) + System.lineSeparator() + line(column -> column.quantity().unit());
  }

  /** The numbers that were added last. */
  String lastRow() {
    return line(
        column -> {
          List<Long> values = columns.get(column);
          return column.quantity().print(values.get(values.size() - 1));
        });
  }

  private String line(Function<Column, String> cell) {
    return columns.keySet().stream()
        .map(column -> ("%" + WIDTH + "s").formatted(cell.apply(column)))
        .collect(Collectors.joining(" "));
  }

  /** Which columns are not flat, and which could not be read; none if all is well. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    columns.forEach(
        (column, values) -> {
          if (values.stream().anyMatch(value -> value < 0)) {
            problems.add(column.name() + " could not be read: " + values);
          }
          column
              .quantity()
              .bound()
              .exceededBy(values)
              .ifPresent(problem -> problems.add(column.name() + " " + problem));
        });
    return problems;
  }
}
