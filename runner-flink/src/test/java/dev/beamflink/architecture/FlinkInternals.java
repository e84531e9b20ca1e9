package dev.beamflink.architecture;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds the classes of Flink that ours use although Flink does not promise to keep them. */
final class FlinkInternals {

  private static final String FLINK = "org.apache.flink.";
  private static final List<String> PROMISES =
      List.of("org.apache.flink.annotation.Public", "org.apache.flink.annotation.PublicEvolving");

  /** Their names, without those of nested classes. */
  static Set<String> read() {
    Set<String> names = new TreeSet<>();
    ProductClasses.all().stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .map(Dependency::getTargetClass)
        .map(FlinkInternals::topLevel)
        .filter(type -> type.getName().startsWith(FLINK))
        .filter(type -> !type.getPackageName().equals("org.apache.flink.annotation"))
        .filter(type -> PROMISES.stream().noneMatch(type::isAnnotatedWith))
        .forEach(type -> names.add(type.getName()));
    return names;
  }

  private static JavaClass topLevel(JavaClass type) {
    JavaClass top = type.getBaseComponentType();
    while (top.getEnclosingClass().isPresent()) {
      top = top.getEnclosingClass().get();
    }
    return top;
  }

  /** The names as a list in Markdown: a line for each package right below Flink's. */
  static String markdown() {
    return read().stream()
        .map(name -> name.substring(FLINK.length()).split("\\.", 2))
        .collect(
            groupingBy(
                name -> name[0], TreeMap::new, mapping(name -> "`" + name[1] + "`", joining(", "))))
        .entrySet()
        .stream()
        .map(entry -> "- `%s`: %s\n".formatted(entry.getKey(), entry.getValue()))
        .collect(joining());
  }

  private FlinkInternals() {}
}
