package io.homeostat.operator;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page docs/troubleshooting.md explains every reason that the operator can set, and no other.
 */
class TroubleshootingTest {
  private static final Path PAGE = Path.of("..", "docs", "troubleshooting.md");
  private static final Pattern ROW = Pattern.compile("^\\|(?:[^|`]*\\|)?\\s*`(\\w+)`\\s*\\|");
  private static final Pattern ENUM_FILE = Pattern.compile("(.*Reason|JobFailure)\\.class");
  private static final String LEARNING = "Dataset, FineTuneJob, AdapterMerge, Evaluation";

  /** Sections that show the reasons of an enum. */
  private static final Map<String, List<String>> SECTIONS =
      Map.ofEntries(
          Map.entry("ServiceReason", List.of("ModelService")),
          Map.entry("ReleaseReason", List.of("Release")),
          Map.entry("PlanWriter$Reason", List.of("TrafficPlan")),
          Map.entry("ScoringReason", List.of("QualityPolicy", "Judge")),
          Map.entry("DriftReason", List.of("DriftMonitor")),
          Map.entry("HealingReason", List.of("HealingPolicy")),
          Map.entry("RunReason", List.of("HealingRun")),
          Map.entry("LearningReason", List.of(LEARNING)),
          Map.entry("JobFailure", List.of(LEARNING)),
          Map.entry("CanaryReason", List.of("CanaryRelease")),
          Map.entry("InterventionReason", List.of("Intervention")));

  @Test
  void everyReasonIsExplainedUnderItsKind() throws IOException {
    Map<String, TreeSet<String>> page = reasonsBySection();

    reasonsByEnum()
        .forEach(
            (name, reasons) -> {
              assertThat(SECTIONS)
                  .as("sections of docs/troubleshooting.md by enum")
                  .containsKey(name);
              TreeSet<String> explained = explained(page, SECTIONS.get(name));
              assertThat(explained)
                  .as("rows of docs/troubleshooting.md under %s", SECTIONS.get(name))
                  .containsAll(reasons);
            });
  }

  @Test
  void noRowExplainsAReasonThatDoesNotExist() throws IOException {
    Map<String, TreeSet<String>> known = new TreeMap<>();
    reasonsByEnum()
        .forEach(
            (name, reasons) ->
                SECTIONS
                    .get(name)
                    .forEach(s -> known.computeIfAbsent(s, _ -> new TreeSet<>()).addAll(reasons)));
    Map<String, TreeSet<String>> page = reasonsBySection();

    known.forEach(
        (section, reasons) ->
            assertThat(reasons)
                .as("reasons of %s", section)
                .containsAll(page.getOrDefault(section, new TreeSet<>())));
  }

  /** Enums whose constants become reasons, by their names without packages. */
  private static Map<String, List<String>> reasonsByEnum() {
    Map<String, List<String>> reasons = new TreeMap<>();
    for (Class<?> type : enums()) {
      reasons.put(
          type.getName().substring(type.getPackageName().length() + 1),
          Arrays.stream(type.getEnumConstants()).map(Object::toString).toList());
    }
    return reasons;
  }

  private static List<Class<?>> enums() {
    try {
      Path classes =
          Path.of(OperatorMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      List<Class<?>> found = new ArrayList<>();
      for (Path file : files(classes)) {
        String name =
            classes.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
        Class<?> type = Class.forName(name);
        if (type.isEnum()) {
          found.add(type);
        }
      }
      return found;
    } catch (IOException | URISyntaxException | ClassNotFoundException e) {
      throw new IllegalStateException("the operator's classes cannot be read", e);
    }
  }

  private static List<Path> files(Path classes) throws IOException {
    try (Stream<Path> all = Files.walk(classes)) {
      return all.filter(file -> ENUM_FILE.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  private static Map<String, TreeSet<String>> reasonsBySection() throws IOException {
    Map<String, TreeSet<String>> reasons = new TreeMap<>();
    String section = "";
    for (String line : Files.readAllLines(PAGE)) {
      Matcher row = ROW.matcher(line);
      if (line.startsWith("## ")) {
        section = line.substring(3);
      } else if (row.find()) {
        reasons.computeIfAbsent(section, _ -> new TreeSet<>()).add(row.group(1));
      }
    }
    return reasons;
  }

  private static TreeSet<String> explained(
      Map<String, TreeSet<String>> page, List<String> sections) {
    return sections.stream()
        .flatMap(section -> page.getOrDefault(section, new TreeSet<>()).stream())
        .collect(toCollection(TreeSet::new));
  }
}
