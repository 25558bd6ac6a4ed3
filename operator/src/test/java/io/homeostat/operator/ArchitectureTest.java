package io.homeostat.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.homeostat.operator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule decisionsKnowNoServer =
      noClasses()
          .that()
          .resideInAPackage("..decide..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fabric8.kubernetes.client..",
              "io.javaoperatorsdk..",
              "org.apache.kafka..",
              "io.micrometer..",
              "java.net.http..");

  @ArchTest
  static final ArchRule decisionsKnowNoFrame =
      noClasses()
          .that()
          .resideInAPackage("..decide..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.homeostat.operator.frame..");

  @ArchTest
  static final ArchRule decisionsReadNoClock =
      noClasses()
          .that()
          .resideInAPackage("..decide..")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule operatorDoesNotKnowTheDataPlane =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.homeostat.dataplane..", "io.vertx..");

  @ArchTest
  static final ArchRule frameKnowsNoKind =
      noClasses()
          .that()
          .resideInAPackage("..frame..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..operator.modelservice..",
              "..operator.release..",
              "..operator.canary..",
              "..operator.intervention..");

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      classes().should().haveNameNotMatching(".*(Utils?|Helper|Manager|Impl)");
}
