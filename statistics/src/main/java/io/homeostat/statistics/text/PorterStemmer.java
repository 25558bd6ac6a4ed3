package io.homeostat.statistics.text;

import java.util.Map;

/**
 * Cuts an English word down to its stem, so that ROUGE takes "fishing" and "fished" for one word.
 *
 * <p>Porter's algorithm (Program 14.3, 1980: 130–137) with the extensions that NLTK made its
 * default and Google's rouge_score therefore uses: irregular forms, "ties" → "tie", "died" → "die",
 * "enjoy" stays, "fly" → "fli", "fulli" → "ful", "logi" → "log". The stemmers of Lucene and OpenNLP
 * follow Porter's own extensions and give other stems.
 */
final class PorterStemmer {
  private static final Map<String, String> IRREGULAR =
      Map.ofEntries(
          Map.entry("skies", "sky"),
          Map.entry("sky", "sky"),
          Map.entry("dying", "die"),
          Map.entry("lying", "lie"),
          Map.entry("tying", "tie"),
          Map.entry("news", "news"),
          Map.entry("innings", "inning"),
          Map.entry("inning", "inning"),
          Map.entry("outings", "outing"),
          Map.entry("outing", "outing"),
          Map.entry("cannings", "canning"),
          Map.entry("canning", "canning"),
          Map.entry("howe", "howe"),
          Map.entry("proceed", "proceed"),
          Map.entry("exceed", "exceed"),
          Map.entry("succeed", "succeed"));

  /** Suffix and replacement in turn; the first suffix that fits decides. */
  private static final String[] DOUBLE_SUFFIXES = {
    "ational", "ate", "tional", "tion", "enci", "ence", "anci", "ance", "izer", "ize", "bli", "ble",
    "alli", "al", "entli", "ent", "eli", "e", "ousli", "ous", "ization", "ize", "ation", "ate",
    "ator", "ate", "alism", "al", "iveness", "ive", "fulness", "ful", "ousness", "ous", "aliti",
    "al", "iviti", "ive", "biliti", "ble", "fulli", "ful"
  };

  private static final String[] ADJECTIVE_SUFFIXES = {
    "icate", "ic", "ative", "", "alize", "al", "iciti", "ic", "ical", "ic", "ful", "", "ness", ""
  };

  private static final String[] LAST_SUFFIXES = {
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou",
    "ism", "ate", "iti", "ous", "ive", "ize"
  };

  private PorterStemmer() {}

  /** The stem of a word of lower-case letters and digits; words of one or two stay. */
  static String stem(String word) {
    String irregular = IRREGULAR.get(word);
    if (irregular != null) {
      return irregular;
    }
    if (word.length() <= 2) {
      return word;
    }
    String stem = withoutPlural(word);
    stem = withoutPast(stem);
    stem = withFinalI(stem);
    stem = withoutDoubleSuffix(stem);
    stem = replaced(stem, ADJECTIVE_SUFFIXES);
    stem = withoutLastSuffix(stem);
    stem = withoutFinalE(stem);
    return stem.endsWith("ll") && measure(cut(stem, 1)) > 1 ? cut(stem, 1) : stem;
  }

  private static String withoutPlural(String word) {
    if (word.endsWith("ies")) {
      return cut(word, word.length() == 4 ? 1 : 2);
    }
    if (word.endsWith("sses")) {
      return cut(word, 2);
    }
    return word.endsWith("s") && !word.endsWith("ss") ? cut(word, 1) : word;
  }

  private static String withoutPast(String word) {
    if (word.endsWith("ied")) {
      return cut(word, word.length() == 4 ? 1 : 2);
    }
    if (word.endsWith("eed")) {
      return measure(cut(word, 3)) > 0 ? cut(word, 1) : word;
    }
    if (word.endsWith("ed") && hasVowel(cut(word, 2))) {
      return repaired(cut(word, 2));
    }
    if (word.endsWith("ing") && hasVowel(cut(word, 3))) {
      return repaired(cut(word, 3));
    }
    return word;
  }

  /** Gives back what "-ed" or "-ing" had changed: conflat → conflate, hopp → hop, fil → file. */
  private static String repaired(String stem) {
    if (stem.endsWith("at") || stem.endsWith("bl") || stem.endsWith("iz")) {
      return stem + "e";
    }
    if (endsInDoubleConsonant(stem)) {
      return "lsz".indexOf(last(stem)) < 0 ? cut(stem, 1) : stem;
    }
    return measure(stem) == 1 && endsInShortSyllable(stem) ? stem + "e" : stem;
  }

  private static String withFinalI(String word) {
    boolean afterConsonant =
        word.endsWith("y") && word.length() > 2 && isConsonant(word, word.length() - 2);
    return afterConsonant ? cut(word, 1) + "i" : word;
  }

  private static String withoutDoubleSuffix(String word) {
    if (word.endsWith("alli") && measure(cut(word, 4)) > 0) {
      return withoutDoubleSuffix(cut(word, 2));
    }
    if (word.endsWith("logi")) {
      return measure(cut(word, 3)) > 0 ? cut(word, 1) : word;
    }
    return replaced(word, DOUBLE_SUFFIXES);
  }

  private static String replaced(String word, String[] suffixes) {
    for (int i = 0; i < suffixes.length; i += 2) {
      if (word.endsWith(suffixes[i])) {
        String stem = cut(word, suffixes[i].length());
        return measure(stem) > 0 ? stem + suffixes[i + 1] : word;
      }
    }
    return word;
  }

  private static String withoutLastSuffix(String word) {
    for (String suffix : LAST_SUFFIXES) {
      if (word.endsWith(suffix)) {
        String stem = cut(word, suffix.length());
        boolean fits = !suffix.equals("ion") || stem.endsWith("s") || stem.endsWith("t");
        return fits && measure(stem) > 1 ? stem : word;
      }
    }
    return word;
  }

  private static String withoutFinalE(String word) {
    if (!word.endsWith("e")) {
      return word;
    }
    String stem = cut(word, 1);
    int measure = measure(stem);
    return measure > 1 || measure == 1 && !endsInShortSyllable(stem) ? stem : word;
  }

  /** How often a consonant follows a vowel: Porter's m. */
  private static int measure(String stem) {
    int measure = 0;
    boolean afterVowel = false;
    for (int i = 0; i < stem.length(); i++) {
      boolean vowel = isVowel(stem.charAt(i), i > 0 && !afterVowel);
      if (afterVowel && !vowel) {
        measure++;
      }
      afterVowel = vowel;
    }
    return measure;
  }

  private static boolean hasVowel(String stem) {
    boolean afterVowel = false;
    for (int i = 0; i < stem.length(); i++) {
      afterVowel = isVowel(stem.charAt(i), i > 0 && !afterVowel);
      if (afterVowel) {
        return true;
      }
    }
    return false;
  }

  private static boolean isVowel(char c, boolean afterConsonant) {
    return "aeiou".indexOf(c) >= 0 || c == 'y' && afterConsonant;
  }

  private static boolean isConsonant(String word, int at) {
    int first = at;
    while (first > 0 && word.charAt(first) == 'y') {
      first--;
    }
    boolean vowel = isVowel(word.charAt(first), false);
    return vowel == ((at - first) % 2 == 1);
  }

  private static boolean endsInDoubleConsonant(String word) {
    int length = word.length();
    return length >= 2
        && word.charAt(length - 1) == word.charAt(length - 2)
        && isConsonant(word, length - 1);
  }

  /** Consonant, vowel and consonant other than w, x, y; or a word of one vowel and consonant. */
  private static boolean endsInShortSyllable(String word) {
    int length = word.length();
    if (length < 2 || isConsonant(word, length - 2) || !isConsonant(word, length - 1)) {
      return false;
    }
    return length == 2 || isConsonant(word, length - 3) && "wxy".indexOf(last(word)) < 0;
  }

  private static char last(String word) {
    return word.charAt(word.length() - 1);
  }

  private static String cut(String word, int letters) {
    return word.substring(0, word.length() - letters);
  }
}
