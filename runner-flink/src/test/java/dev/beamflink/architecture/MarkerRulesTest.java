package dev.beamflink.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Operators take part in the steps of a TestStream: one that holds something back and lets a marker
 * pass would have a test go on before its effects are there, or stop the test.
 */
class MarkerRulesTest {

  private static final String MARKER = "org.apache.flink.runtime.event.WatermarkEvent";
  private static final String ALIGNMENT =
      "dev.beamflink.translation.runtime.teststream.MarkerAlignment";

  /** Emit at once what an element gives, so that Flink may pass markers on. */
  private static final Set<String> HOLD_NOTHING_BACK =
      Set.of("EncodeKeyOperator", "EncodePairOperator", "SideInputPanesOperator");

  /** Refused in a pipeline with a TestStream. */
  private static final Set<String> NEVER_BESIDE_ONE = Set.of("StableInputOperator");

  /** A pipeline with a TestStream never runs in BATCH. */
  private static final DescribedPredicate<JavaClass> STREAMING_OPERATORS =
      describe(
          "operators that run in STREAMING",
          type ->
              type.isAssignableTo("org.apache.flink.streaming.api.operators.StreamOperator")
                  && !type.isInterface()
                  && !type.getSimpleName().startsWith("Batch")
                  && !HOLD_NOTHING_BACK.contains(type.getSimpleName())
                  && !NEVER_BESIDE_ONE.contains(type.getSimpleName()));

  @Test
  void operatorsTakeMarkers() {
    ProductClasses.obey(classes().that(STREAMING_OPERATORS).should(takeMarkers()));
  }

  private static ArchCondition<JavaClass> takeMarkers() {
    return new ArchCondition<>("take the markers of a TestStream, see TestTime") {
      @Override
      public void check(JavaClass operator, ConditionEvents events) {
        boolean alone = operator.tryGetMethod("processWatermark", MARKER).isPresent();
        boolean aligned =
            operator.getDirectDependenciesFromSelf().stream()
                .anyMatch(dependency -> dependency.getTargetClass().getName().equals(ALIGNMENT));
        events.add(
            new SimpleConditionEvent(
                operator,
                alone || aligned,
                operator.getName()
                    + " neither overrides processWatermark(WatermarkEvent) nor has a MarkerAlignment"));
      }
    };
  }
}
