package io.homeostat.monitor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.homeostat.monitor",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule DECISIONS_ARE_PURE =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..monitor.session..", "..monitor.drift..", "..monitor.canary..", "..monitor.cause..")
          .or()
          .haveSimpleName("ServiceMonitor")
          .or()
          .haveSimpleName("Announcements")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "io.fabric8.kubernetes.client..",
              "io.homeostat.dataplane..",
              "io.micrometer..")
          .because("they are tested without a broker and without a cluster");

  @ArchTest
  static final ArchRule ONLY_STREAMS_KNOW_KAFKA =
      noClasses()
          .that()
          .resideOutsideOfPackage("..monitor.topology..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..");

  @ArchTest
  static final ArchRule NO_CLOCK_BUT_EVENT_TIME =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..monitor.session..", "..monitor.drift..", "..monitor.canary..", "..monitor.cause..")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now");
}
