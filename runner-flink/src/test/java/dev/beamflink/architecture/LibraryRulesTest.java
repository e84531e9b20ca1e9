package dev.beamflink.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;

/** Libraries that a Flink cluster brings in other versions than our build does. */
class LibraryRulesTest {

  /** A Flink 2.3 cluster brings slf4j-api 1.7, which has no fluent API: it fails there only. */
  @Test
  void loggersAreUsedWithoutFluentApi() {
    ProductClasses.obey(
        noClasses()
            .should()
            .callMethodWhere(
                target(owner(name("org.slf4j.Logger")))
                    .and(target(nameMatching("at[A-Z].*|makeLoggingEventBuilder")))));
  }
}
