package dev.beamflink.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names say what a thing is; these say nothing. */
class NamingRulesTest {

  @ParameterizedTest
  @ValueSource(strings = {"Utils", "Util", "Helper", "Manager", "Impl", "Base", "Info"})
  void noClassHasAnEmptySuffix(String suffix) {
    ProductClasses.obey(noClasses().should().haveSimpleNameEndingWith(suffix));
  }

  @ParameterizedTest
  @ValueSource(strings = {"util", "utils", "common", "helper", "helpers", "misc"})
  void noPackageIsACollection(String name) {
    ProductClasses.obey(noClasses().should().resideInAPackage(".." + name + ".."));
  }

  /** Beam's tools look these up by name; everything else of the runner is in our own package. */
  @Test
  void beamsPackageHoldsOnlyWhatIsLookedUpThere() {
    ProductClasses.obey(
        classes()
            .that()
            .resideInAPackage("org.apache.beam.runners.flink")
            .and()
            .areTopLevelClasses()
            .should()
            .haveNameMatching(
                ".*\\.(FlinkRunner|TestFlinkRunner|FlinkPipelineOptions|FlinkPipelineRunner|package-info)"));
  }
}
