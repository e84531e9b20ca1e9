package dev.beamflink.translation.runtime.stage;

import dev.beamflink.translation.runtime.format.TimerDescription;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature.TimerDeclaration;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature.TimerFamilyDeclaration;

/**
 * The timers that a DoFn declares, by the ids that Beam gives them.
 *
 * @param timers single ones
 * @param families those whose ids user code makes up as it runs
 */
public record DeclaredTimers(Map<String, TimeDomain> timers, Map<String, TimeDomain> families) {

  static DeclaredTimers of(DoFn<?, ?> doFn, DoFnSignature signature) {
    Map<String, TimeDomain> timers = new TreeMap<>();
    signature
        .timerDeclarations()
        .forEach((id, declared) -> timers.put(id, domainOf(declared.field(), doFn)));
    Map<String, TimeDomain> families = new TreeMap<>();
    signature
        .timerFamilyDeclarations()
        .forEach((id, declared) -> families.put(id, domainOf(declared.field(), doFn)));
    return new DeclaredTimers(timers, families);
  }

  private static TimeDomain domainOf(Field field, DoFn<?, ?> doFn) {
    Object spec;
    try {
      field.setAccessible(true);
      spec = field.get(doFn);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Timer field %s can't be read".formatted(field), e);
    }
    if (!(spec instanceof TimerSpec timerSpec)) {
      throw new IllegalStateException(
          "Timer field %s holds %s, not a TimerSpec".formatted(field, spec));
    }
    return timerSpec.getTimeDomain();
  }

  /** Describes the timers, sorted by id. */
  public List<TimerDescription> describe() {
    List<TimerDescription> descriptions = new ArrayList<>();
    timers.forEach((id, domain) -> descriptions.add(describe(id, "timer", domain)));
    families.forEach((id, domain) -> descriptions.add(describe(id, "timer family", domain)));
    return descriptions;
  }

  private static TimerDescription describe(String id, String kind, TimeDomain domain) {
    return new TimerDescription(
        asDeclared(id), kind, domain.name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  /** The id without the prefix that SDKs put ahead of it. */
  private static String asDeclared(String id) {
    for (String prefix : List.of(TimerDeclaration.PREFIX, TimerFamilyDeclaration.PREFIX)) {
      if (id.startsWith(prefix)) {
        return id.substring(prefix.length());
      }
    }
    return id;
  }

  /**
   * Whether the DoFn can be called for such a timer; one that an older version of it has set may be
   * none of this one's.
   *
   * @param familyId empty for a single timer
   */
  public boolean declares(String timerId, String familyId) {
    return familyId.isEmpty() ? timers.containsKey(timerId) : families.containsKey(familyId);
  }
}
