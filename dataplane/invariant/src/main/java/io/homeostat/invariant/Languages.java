package io.homeostat.invariant;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetector;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/**
 * Tells the language of a text with OpenNLP's model of 103 languages, which is loaded at the first
 * text. Too short a text, or one between two languages, has none: nothing is guessed.
 */
public final class Languages {
  private static final String MODEL = "/langdetect-183.bin";

  /** Fewer letters are told apart badly. */
  private static final int MINIMUM_LETTERS = 40;

  private static final int READ = 2_000;

  /** How far the first language must be ahead of the second, of a probability in [0,1]. */
  private static final double LEAD = 0.005;

  private static final Map<String, String> TWO_LETTERS =
      Arrays.stream(java.util.Locale.getISOLanguages())
          .collect(
              Collectors.toMap(
                  code -> java.util.Locale.of(code).getISO3Language(),
                  UnaryOperator.identity(),
                  (first, second) -> first));

  private LanguageDetector detector;

  /** The ISO 639-1 code of a text's language, or the 639-3 code of one that has no other. */
  public synchronized Optional<String> of(String text) {
    String read = text.length() > READ ? text.substring(0, READ) : text;
    if (read.codePoints().filter(Character::isLetter).count() < MINIMUM_LETTERS) {
      return Optional.empty();
    }
    Language[] ranked = detector().predictLanguages(read);
    if (ranked.length < 2 || ranked[0].getConfidence() - ranked[1].getConfidence() < LEAD) {
      return Optional.empty();
    }
    // the model tells Mandarin and Standard Arabic by codes below those of their two letters
    String code =
        switch (ranked[0].getLang()) {
          case "cmn" -> "zho";
          case "arb" -> "ara";
          case "pes" -> "fas";
          case "ekk" -> "est";
          case "lvs" -> "lav";
          default -> ranked[0].getLang();
        };
    return Optional.of(TWO_LETTERS.getOrDefault(code, code));
  }

  private LanguageDetector detector() {
    if (detector == null) {
      try (InputStream model = Languages.class.getResourceAsStream(MODEL)) {
        if (model == null) {
          throw new FileNotFoundException(MODEL);
        }
        detector = new LanguageDetectorME(new LanguageDetectorModel(model));
      } catch (IOException e) {
        throw new UncheckedIOException("the model of languages is not on the class path", e);
      }
    }
    return detector;
  }
}
