package io.homeostat.evaluation;

import io.homeostat.crds.evaluation.EvaluationSpec.ImportedResults;
import io.homeostat.crds.evaluation.Gate;
import io.homeostat.evaluation.gate.ImportedDecision.Side;
import io.homeostat.evaluation.imported.Figure;
import io.homeostat.evaluation.imported.Results;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Figures of other tools for both releases, by {@code <import>/<metric>}. */
public final class ImportedFigures {
  private final Map<String, Figure> ofCandidate = new HashMap<>();
  private final Map<String, Figure> ofStable = new HashMap<>();
  private final List<Gate> gates = new ArrayList<>();

  /**
   * Reads all files.
   *
   * @param files where a {@code pvc://} uri lies here
   */
  public static ImportedFigures read(List<ImportedResults> imports, ClaimFolders files)
      throws UnusableEvaluationException {
    ImportedFigures figures = new ImportedFigures();
    for (ImportedResults one : imports) {
      Results candidate = Results.read(one.name(), one.format(), files.path(one.uri()));
      keep(candidate, one.name(), figures.ofCandidate);
      figures.gates.addAll(candidate.gates());
      if (one.stableUri() != null) {
        keep(
            Results.read(one.name(), one.format(), files.path(one.stableUri())),
            one.name(),
            figures.ofStable);
      }
    }
    return figures;
  }

  private static void keep(Results results, String name, Map<String, Figure> figures) {
    results.figures().forEach((metric, figure) -> figures.put(name + "/" + metric, figure));
  }

  /** Gates that the candidate's files demand. */
  List<Gate> gates() {
    return List.copyOf(gates);
  }

  /** The candidate's figure; null when there is none. */
  Side candidate(String name) {
    return side(ofCandidate.get(name));
  }

  /** Stable's figure; null when there is none. */
  Side stable(String name) {
    return side(ofStable.get(name));
  }

  private static Side side(Figure figure) {
    return figure == null ? null : new Side(figure.value(), figure.standardError());
  }
}
