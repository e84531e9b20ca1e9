package dev.beamflink.runner.options;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Writes docs/options.md from the interfaces of the options. */
final class OptionsPage {

  private record Section(
      String title, String introduction, Class<? extends PipelineOptions> options) {}

  private static final String HEAD =
      """
      # Options

      <!-- Generated from FlinkPipelineOptions. Write it anew with
           mvn -Dquick -pl runner-flink -am test -Dtest=OptionsPageTest -Ddocs.update=true -->

      On the command line an option is `--name=value`, or `--name` for `--name=true`; in a program it is a property of
      `FlinkPipelineOptions`. A wrong value is refused before anything is submitted, together with all else that is wrong.
      Options win over Flink's configuration; what is not set here is left to it. [running.md](running.md) says how a job
      is submitted, waited for and cancelled.
      """;

  private static final String BEAMS_OWN =
      """

      ## Options of Beam itself

      | option | default | what this runner makes of it |
      |---|---|---|
      | `runner` | `DirectRunner` | `FlinkRunner`; in tests `TestFlinkRunner`, which runs on one cluster per JVM and waits |
      | `jobName` | made from program, user and time | name of the job in Flink |
      | `streaming` | `false` | `true` runs a bounded pipeline in Flink's STREAMING mode. A pipeline with an unbounded PCollection always runs so |
      | `sdkWorkerParallelism` | 1 | SDK harnesses of an environment in one TaskManager. 1, which SDKs send unless told otherwise: one per slot for SDKs that use one core only, such as Python's, else one for all slots. 0: one less than there are cores |
      | `filesToStage` | for `host:port` all of the class path but Flink itself, else nothing | jars and directories that are sent with the job |
      """;

  private static final List<Section> SECTIONS =
      List.of(
          new Section("Where a job runs", "", SubmissionOptions.class),
          new Section("Execution", "", ExecutionOptions.class),
          new Section(
              "Checkpoints", "Of streaming jobs; batch jobs take none.", CheckpointOptions.class),
          new Section("State and savepoints", "", StateOptions.class),
          new Section("Restarts", "", RestartOptions.class),
          new Section("Plans", "", PlanOptions.class),
          new Section(
              "SDK harnesses",
              "Of pipelines that come through the job server, see [portability.md](portability.md).",
              HarnessOptions.class));

  private OptionsPage() {}

  static String text() {
    return HEAD
        + SECTIONS.stream().map(OptionsPage::section).collect(Collectors.joining())
        + BEAMS_OWN
        + obsolete();
  }

  private static String section(Section section) {
    String rows =
        OptionGetters.declaredBy(section.options()).stream()
            .map(
                getter ->
                    "| `%s` | %s | %s | %s |\n"
                        .formatted(
                            OptionGetters.optionName(getter),
                            defaultOf(getter),
                            values(getter),
                            description(getter)))
            .collect(Collectors.joining());
    String introduction = section.introduction().isEmpty() ? "" : section.introduction() + "\n\n";
    return "\n## %s\n\n%s| option | default | values | meaning |\n|---|---|---|---|\n%s"
        .formatted(section.title(), introduction, rows);
  }

  private static String obsolete() {
    String rows =
        OptionGetters.declaredBy(ObsoleteOptions.class).stream()
            .map(
                getter ->
                    "| `%s` | %s |\n"
                        .formatted(OptionGetters.optionName(getter), description(getter)))
            .collect(Collectors.joining());
    return "\n## Not needed any more\n\nAccepted, with a warning if set, and without effect.\n\n"
        + "| option | why |\n|---|---|\n"
        + rows;
  }

  /** Every annotation of {@link Default} has one value. */
  private static String defaultOf(Method getter) {
    return Arrays.stream(getter.getAnnotations())
        .filter(annotation -> annotation.annotationType().getDeclaringClass() == Default.class)
        .findFirst()
        .map(annotation -> "`" + value(annotation) + "`")
        .orElse("not set");
  }

  private static Object value(Annotation annotation) {
    try {
      return annotation.annotationType().getMethod("value").invoke(annotation);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(annotation + " has no value", e);
    }
  }

  private static String values(Method getter) {
    if (getter.getReturnType() == boolean.class) {
      return "`true`, `false`";
    }
    return Optional.ofNullable(getter.getAnnotation(AllowedRange.class))
        .map(RangeCheck::describe)
        .orElse("");
  }

  private static String description(Method getter) {
    Description description = getter.getAnnotation(Description.class);
    if (description == null) {
      throw new IllegalStateException(getter + " has no @Description");
    }
    return description.value().replace("|", "\\|");
  }
}
