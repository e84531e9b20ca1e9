package dev.beamflink.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import dev.beamflink.translation.runtime.options.DeferredOptions;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.junit.jupiter.api.Test;

/** What of libraries must not be used on a Flink cluster. */
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

  /** Beam's wrapper reads options wherever it is deserialised: in the JobManager's threads too. */
  @Test
  void optionsAreShippedUnread() {
    ProductClasses.obey(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName(DeferredOptions.class.getName())
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName(SerializablePipelineOptions.class.getName()));
  }
}
