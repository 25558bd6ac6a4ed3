package io.homeostat.crds;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.homeostat.crds", importOptions = DoNotIncludeTests.class)
class ModuleTest {
  @ArchTest
  static final ArchRule dependsOnJacksonAndFabric8sModelOnly =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "io.homeostat.crds..",
              "com.fasterxml.jackson..",
              "io.fabric8.kubernetes.api.model..",
              "io.fabric8.kubernetes.model.annotation..",
              "io.fabric8.kubernetes.client",
              "io.fabric8.generator.annotation..",
              "io.fabric8.crd.generator.annotation..");
}
