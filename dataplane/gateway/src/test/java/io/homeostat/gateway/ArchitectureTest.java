package io.homeostat.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.homeostat.gateway",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule decisionsKnowNoServer =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..routing..", "..openai..", "..access..", "..redaction..", "..ingest..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fabric8..",
              "io.vertx..",
              "org.apache.kafka..",
              "io.micrometer..",
              "io.homeostat.crds..");

  @ArchTest
  static final ArchRule decisionsReadNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..routing..", "..openai..", "..access..", "..redaction..", "..ingest..")
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now");

  @ArchTest
  static final ArchRule routingKnowsNoWireFormat =
      noClasses()
          .that()
          .resideInAPackage("..routing..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..openai..", "..http..", "..cluster..");

  @ArchTest
  static final ArchRule theRequestPathKnowsNoCluster =
      noClasses()
          .that()
          .resideInAPackage("..http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..", "org.apache.kafka..", "..cluster..");
}
