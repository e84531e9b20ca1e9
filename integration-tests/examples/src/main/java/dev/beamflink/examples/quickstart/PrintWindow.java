package dev.beamflink.examples.quickstart;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.DateTimeZone;
import org.joda.time.format.DateTimeFormat;
import org.joda.time.format.DateTimeFormatter;

/**
 * Prints each window's words on the terminal. For an embedded Flink: in a cluster, a TaskManager's
 * standard output is a file.
 */
final class PrintWindow extends DoFn<List<KV<String, Long>>, Void> {

  @ProcessElement
  public void process(@Element List<KV<String, Long>> top, IntervalWindow window) {
    DateTimeFormatter time =
        DateTimeFormat.forPattern("HH:mm:ss").withZone(DateTimeZone.getDefault());
    String words =
        top.stream()
            .map(word -> "%s %,d".formatted(word.getKey(), word.getValue()))
            .collect(Collectors.joining("   "));
    System.out.printf(
        "%s - %s   %s%n", time.print(window.start()), time.print(window.end()), words);
  }
}
