package dev.beamflink.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Who may know whom: dependencies between modules and packages point downwards only. */
class DependencyRulesTest {
  private static final String MODEL = "dev.beamflink.model..";
  private static final String TRANSLATION = "dev.beamflink.translation..";
  private static final String CLIENT_SIDE = "dev.beamflink.translation.translate..";
  private static final String TASK_SIDE = "dev.beamflink.translation.runtime..";
  private static final String RUNNER = "org.apache.beam.runners.flink..";

  private static final DescribedPredicate<JavaClass> OURS =
      resideInAnyPackage("dev.beamflink..", RUNNER);

  @Test
  void everyModuleIsRead() {
    assertTrue(ProductClasses.contain("dev.beamflink.model.package-info"));
    assertTrue(ProductClasses.contain("dev.beamflink.translation.package-info"));
    assertTrue(ProductClasses.contain("org.apache.beam.runners.flink.package-info"));
  }

  @Test
  void modelDependsOnNoFlink() {
    ProductClasses.obey(noneIn(MODEL, resideInAPackage("org.apache.flink..")));
  }

  @Test
  void modelDependsOnNoOtherModule() {
    ProductClasses.obey(noneIn(MODEL, OURS.and(DescribedPredicate.not(resideInAPackage(MODEL)))));
  }

  @Test
  void translationDependsOnModelOnly() {
    ProductClasses.obey(
        noneIn(
            TRANSLATION, OURS.and(DescribedPredicate.not(resideInAnyPackage(MODEL, TRANSLATION)))));
  }

  /** What runs in a task must not pull the translators into the cluster's class path. */
  @Test
  void taskSideDependsOnNoClientSide() {
    ProductClasses.obey(noneIn(TASK_SIDE, resideInAPackage(CLIENT_SIDE)));
  }

  /**
   * Our classes share one package name with Beam's own Flink runner; its other packages are not
   * ours.
   */
  @Test
  void nobodyDependsOnBeamsOwnFlinkRunner() {
    ProductClasses.obey(
        noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.beam.runners.flink.*..")));
  }

  @Test
  void packagesOfAModuleFormNoCycle() {
    ProductClasses.obey(slices().matching("dev.beamflink.(*).(*)..").should().beFreeOfCycles());
  }

  private static ArchRule noneIn(String packages, DescribedPredicate<JavaClass> forbidden) {
    return noClasses().that().resideInAPackage(packages).should().dependOnClassesThat(forbidden);
  }
}
