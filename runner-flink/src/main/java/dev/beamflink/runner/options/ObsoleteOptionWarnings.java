package dev.beamflink.runner.options;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Says of each obsolete option in use why it has no effect. */
public final class ObsoleteOptionWarnings {

  private ObsoleteOptionWarnings() {}

  /** One warning for each obsolete option whose value is not the default. */
  public static List<String> of(PipelineOptions options) {
    ObsoleteOptions given = options.as(ObsoleteOptions.class);
    ObsoleteOptions defaults = PipelineOptionsFactory.as(ObsoleteOptions.class);
    List<String> warnings = new ArrayList<>();
    for (Method getter : OptionGetters.declaredBy(ObsoleteOptions.class)) {
      Description reason = getter.getAnnotation(Description.class);
      if (reason != null
          && !Objects.equals(
              OptionGetters.value(getter, given), OptionGetters.value(getter, defaults))) {
        warnings.add(
            "Option --%s has no effect and is not needed any more. %s"
                .formatted(OptionGetters.optionName(getter), reason.value()));
      }
    }
    return warnings;
  }
}
