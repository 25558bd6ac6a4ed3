package io.homeostat.webhooks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.homeostat.webhooks", importOptions = DoNotIncludeTests.class)
class ModuleTest {
  @ArchTest
  static final ArchRule dependsOnNoOtherProcess =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.homeostat.operator..", "io.homeostat.dataplane..");

  @ArchTest
  static final ArchRule certificatesKnowNothingOfTheServer =
      noClasses()
          .that()
          .resideInAPackage("..certificate..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..");

  @ArchTest
  static final ArchRule decisionsKnowNoServer =
      noClasses()
          .that()
          .resideInAPackage("..decide..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8.kubernetes.client..", "io.vertx..", "io.micrometer..");
}
