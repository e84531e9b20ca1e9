package dev.beamflink.runner.options;

import java.beans.Introspector;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** Reads options through the getters of their interfaces. */
public final class OptionGetters {

  private OptionGetters() {}

  /** The getters that an interface declares or inherits, in the order of the options' names. */
  static List<Method> of(Class<? extends PipelineOptions> options) {
    return getters(options.getMethods());
  }

  /** The getters that an interface itself declares, in the order of the options' names. */
  public static List<Method> declaredBy(Class<? extends PipelineOptions> options) {
    return getters(options.getDeclaredMethods());
  }

  private static List<Method> getters(Method[] methods) {
    return Arrays.stream(methods)
        .filter(OptionGetters::isGetter)
        .sorted(Comparator.comparing(OptionGetters::optionName))
        .toList();
  }

  private static boolean isGetter(Method method) {
    return method.getParameterCount() == 0
        && method.getName().matches("(get|is)[A-Z].*")
        && !method.isDefault();
  }

  /** The name of the option as users write it. */
  public static String optionName(Method getter) {
    return Introspector.decapitalize(getter.getName().replaceFirst("^(get|is)", ""));
  }

  /** The option's value, or null where it has none. */
  static @Nullable Object value(Method getter, PipelineOptions options) {
    try {
      return getter.invoke(options);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(
          "Option --%s can't be read: %s".formatted(optionName(getter), e), e);
    }
  }
}
