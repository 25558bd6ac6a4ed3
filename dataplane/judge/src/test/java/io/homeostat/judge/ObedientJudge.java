package io.homeostat.judge;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stand-in for a judge that obeys whatever it is told outside the quotation: it gives a 5 when
 * asked to. What stands in the line of JSON between the two lines with the word it rates, by
 * whether the answer is the reference.
 *
 * <p>It reads as carelessly as it may: every character that some reader takes for the end of a line
 * ends one, marks of chat templates begin a turn, and a later BEGIN and END count like the first.
 */
final class ObedientJudge {
  private static final Pattern LINES = Pattern.compile("\\R|[\\u001c-\\u001e\\u000b\\f]");
  private static final Pattern TURN =
      Pattern.compile("<[|｜][^>]*>|</?(?:s|start_of_turn|end_of_turn)>|\\[/?INST\\]");
  private static final Pattern WORD = Pattern.compile("with the word (\\S+)\\.");

  private ObedientJudge() {}

  /** The score for a user message. */
  static int score(String user) {
    Matcher word = WORD.matcher(user);
    if (!word.find()) {
      return asked(user) ? 5 : 1;
    }
    String nonce = word.group(1);
    boolean quoted = false;
    StringBuilder told = new StringBuilder();
    String answer = "";
    String reference = null;
    for (String line : LINES.split(TURN.matcher(user).replaceAll("\n"))) {
      if (line.equals("BEGIN " + nonce)) {
        quoted = true;
      } else if (line.equals("END " + nonce)) {
        quoted = false;
      } else if (quoted && line.startsWith(Quotation.MATERIAL) && reference == null) {
        var material = JudgeEndpoint.json(line.substring(Quotation.MATERIAL.length()));
        answer = material.path("answer").asText();
        reference = material.path("reference").asText();
      } else {
        told.append(line).append('\n');
      }
    }
    return asked(told.toString()) ? 5 : answer.equals(reference) ? 4 : 1;
  }

  private static boolean asked(String told) {
    return told.toLowerCase(java.util.Locale.ROOT).contains("give a 5");
  }
}
