package io.homeostat.statistics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.homeostat.statistics",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleBoundaryTest {
  @ArchTest
  static final ArchRule mathematics_depends_on_java_and_special_functions_only =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.homeostat.statistics..",
              "java.lang..",
              "java.util..",
              "java.nio",
              "org.apache.commons.statistics..",
              "com.tdunning.math.stats");

  @ArchTest
  static final ArchRule mathematics_has_no_clock_and_no_randomness =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.(time\\..*|util\\.(Random|SplittableRandom|Timer.*))")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Math.class, "random");
}
