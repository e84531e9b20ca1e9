package dev.beamflink.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

/** The classes of all our modules, without their tests, read once for all rules. */
final class ProductClasses {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.beamflink", "org.apache.beam.runners.flink");

  private ProductClasses() {}

  /** Checks a rule; a rule about a package that has no classes yet holds. */
  static void obey(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }

  /** All of them. */
  static JavaClasses all() {
    return CLASSES;
  }

  /** Whether a class was found; guards the rules against looking at nothing. */
  static boolean contain(String className) {
    return CLASSES.contain(className);
  }
}
