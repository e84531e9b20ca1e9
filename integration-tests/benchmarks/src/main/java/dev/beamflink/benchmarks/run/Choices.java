package dev.beamflink.benchmarks.run;

import dev.beamflink.benchmarks.fork.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What can be named on the command line. */
final class Choices {

  private Choices() {}

  static final class OfWorkload implements ITypeConverter<Workload> {
    @Override
    public Workload convert(String value) {
      return choose("workload", value, Workload.values(), Workload::id);
    }
  }

  static final class OfSetting implements ITypeConverter<Setting> {
    @Override
    public Setting convert(String value) {
      return choose("setting", value, Setting.values(), Setting::id);
    }
  }

  static final class OfSubject implements ITypeConverter<Subject> {
    @Override
    public Subject convert(String value) {
      return choose("subject", value, Subject.values(), Subject::id);
    }
  }

  static final class WorkloadIds extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    WorkloadIds() {
      super(Arrays.stream(Workload.values()).map(Workload::id).toList());
    }
  }

  private static <T> T choose(String what, String name, T[] values, Function<T, String> id) {
    return Arrays.stream(values)
        .filter(value -> id.apply(value).equals(name))
        .findFirst()
        .orElseThrow(() -> new TypeConversionException("There is no " + what + " " + name));
  }
}
