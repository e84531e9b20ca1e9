package dev.beamflink.translation.runtime.group.trigger;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.TimestampTransform;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.util.construction.TriggerTranslation;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.hash.Hashing;

/** Makes the machine of a trigger. */
public final class TriggerMachines {

  private static final int MOST_TRIGGERS = Long.SIZE;

  private int triggers;
  private int numbers;

  private TriggerMachines() {}

  /**
   * Makes the machine of a trigger.
   *
   * @throws IllegalArgumentException if it is of a kind that Beam does not define, or consists of
   *     more than {@value #MOST_TRIGGERS} triggers
   */
  public static TriggerMachine of(Trigger trigger) {
    return new TriggerMachines().machine(TriggerTranslation.toProto(trigger));
  }

  /** A number that tells triggers apart, the same in each process. */
  public static int id(Trigger trigger) {
    return Hashing.murmur3_32_fixed()
        .hashBytes(TriggerTranslation.toProto(trigger).toByteArray())
        .asInt();
  }

  private TriggerMachine machine(RunnerApi.Trigger trigger) {
    int place = triggers++;
    if (triggers > MOST_TRIGGERS) {
      throw new IllegalArgumentException(
          "The trigger consists of more than %d triggers: use fewer".formatted(MOST_TRIGGERS));
    }
    return switch (trigger.getTriggerCase()) {
      case AFTER_ALL -> new AfterAll(place, machines(trigger.getAfterAll().getSubtriggersList()));
      case AFTER_ANY -> new AfterFirst(place, machines(trigger.getAfterAny().getSubtriggersList()));
      case AFTER_EACH ->
          new AfterEach(place, machines(trigger.getAfterEach().getSubtriggersList()));
      case AFTER_END_OF_WINDOW -> afterEndOfWindow(place, trigger.getAfterEndOfWindow());
      case AFTER_PROCESSING_TIME ->
          new AfterDelay(
              place,
              numbers++,
              TimeDomain.PROCESSING_TIME,
              target(trigger.getAfterProcessingTime().getTimestampTransformsList()));
      case AFTER_SYNCHRONIZED_PROCESSING_TIME ->
          new AfterDelay(
              place,
              numbers++,
              TimeDomain.SYNCHRONIZED_PROCESSING_TIME,
              LongUnaryOperator.identity());
      case ALWAYS -> new Constant(place, true);
      case DEFAULT -> new RepeatedlyAtEndOfWindow(place);
      case ELEMENT_COUNT ->
          new AfterCount(place, numbers++, trigger.getElementCount().getElementCount());
      case NEVER -> new Constant(place, false);
      case OR_FINALLY ->
          new OrFinally(
              place,
              machine(trigger.getOrFinally().getMain()),
              machine(trigger.getOrFinally().getFinally()));
      case REPEAT -> new Repeatedly(place, machine(trigger.getRepeat().getSubtrigger()));
      case TRIGGER_NOT_SET ->
          throw new IllegalArgumentException("A trigger of no known kind: " + trigger);
    };
  }

  private List<TriggerMachine> machines(List<RunnerApi.Trigger> triggers) {
    List<TriggerMachine> machines = new ArrayList<>(triggers.size());
    triggers.forEach(trigger -> machines.add(machine(trigger)));
    return machines;
  }

  private TriggerMachine afterEndOfWindow(int place, RunnerApi.Trigger.AfterEndOfWindow trigger) {
    if (!trigger.hasEarlyFirings() && !trigger.hasLateFirings()) {
      return new AtEndOfWindow(place);
    }
    TriggerMachine early = trigger.hasEarlyFirings() ? machine(trigger.getEarlyFirings()) : never();
    return trigger.hasLateFirings()
        ? new EarlyAndLate(place, early, machine(trigger.getLateFirings()))
        : new EarlyAndLate(place, early);
  }

  private TriggerMachine never() {
    return machine(
        RunnerApi.Trigger.newBuilder()
            .setNever(RunnerApi.Trigger.Never.getDefaultInstance())
            .build());
  }

  private static LongUnaryOperator target(List<TimestampTransform> transforms) {
    LongUnaryOperator target = LongUnaryOperator.identity();
    for (TimestampTransform transform : transforms) {
      target = target.andThen(step(transform));
    }
    return target;
  }

  private static LongUnaryOperator step(TimestampTransform transform) {
    return switch (transform.getTimestampTransformCase()) {
      case DELAY -> {
        long delay = transform.getDelay().getDelayMillis();
        yield millis -> millis + delay;
      }
      case ALIGN_TO -> {
        long period = transform.getAlignTo().getPeriod();
        long offset = transform.getAlignTo().getOffset();
        yield millis -> {
          long over = Math.floorMod(millis - offset, period);
          return over == 0 ? millis : millis + period - over;
        };
      }
      case TIMESTAMPTRANSFORM_NOT_SET ->
          throw new IllegalArgumentException("A delay of no known kind: " + transform);
    };
  }
}
