package io.homeostat.crds.judge;

/** The rubric of a Judge that declares none, as the JSON that the API server fills in. */
public final class DefaultRubric {
  public static final String JSON =
      """
      {"dimensions": [
        {"name": "coherence", "description": "Does the answer hang together as one clear text?", "anchors": [
          "Cannot be followed.", "Jumps and contradicts itself.", "Can be followed with effort.",
          "Clear with small breaks.", "Clear and well ordered throughout."]},
        {"name": "relevance", "description": "Does the answer address what was asked?", "anchors": [
          "Is about something else.", "Touches the question only.", "Answers a part of the question.",
          "Answers the question with some that was not asked.", "Answers exactly what was asked."]},
        {"name": "informativeness", "description": "Does the answer give correct information that the user needs?", "anchors": [
          "Nothing useful, or wrong.", "Little that is useful and correct.", "The main point, with gaps.",
          "Nearly everything needed.", "Everything needed, all of it correct."]},
        {"name": "conciseness", "description": "Is the answer free of what the user does not need?", "anchors": [
          "Mostly filler.", "Much that is not needed.", "Some repetition.", "Hardly a needless word.",
          "Nothing can be left out."]}
      ]}
      """;

  private DefaultRubric() {}
}
