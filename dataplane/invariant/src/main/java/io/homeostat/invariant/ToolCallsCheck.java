package io.homeostat.invariant;

import io.homeostat.crds.qualitypolicy.Invariant;
import io.homeostat.events.Interaction.Evidence;
import io.homeostat.events.Interaction.Tool;
import io.homeostat.events.Interaction.ToolCall;
import java.util.Optional;

/**
 * Every call names a declared tool and carries JSON arguments that the tool's schema accepts.
 *
 * <p>The schema came with the request, so one that cannot be used leaves the part missing.
 */
final class ToolCallsCheck implements Check {
  private final boolean required;

  ToolCallsCheck(Invariant.ToolCalls declared) {
    required = Boolean.TRUE.equals(declared.required());
  }

  @Override
  public Finding check(Subject subject) {
    Evidence evidence = subject.interaction().evidence();
    if (evidence == null || evidence.tools().isEmpty() && evidence.toolCalls().isEmpty()) {
      return Finding.missing("NoTools");
    }
    if (evidence.toolCalls().isEmpty()) {
      return required ? Finding.of(false) : Finding.missing("NoToolCall");
    }
    try {
      for (ToolCall call : evidence.toolCalls()) {
        if (!valid(call, evidence)) {
          return Finding.of(false);
        }
      }
      return Finding.of(true);
    } catch (UnusableInvariantException e) {
      return Finding.missing("SchemaNotUsable");
    }
  }

  private static boolean valid(ToolCall call, Evidence evidence) throws UnusableInvariantException {
    Optional<Tool> tool =
        evidence.tools().stream().filter(known -> known.name().equals(call.name())).findFirst();
    var arguments = AnswerJson.read(call.arguments() == null ? "" : call.arguments());
    if (tool.isEmpty() || arguments.isEmpty() || !arguments.get().isObject()) {
      return false;
    }
    return tool.get().parameters() == null
        || Schemas.compile(tool.get().parameters()).accepts(arguments.get());
  }
}
