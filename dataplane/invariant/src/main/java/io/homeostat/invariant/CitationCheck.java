package io.homeostat.invariant;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.homeostat.crds.qualitypolicy.Invariant;
import java.util.HashSet;
import java.util.Set;

/** Enough documents of the retrieved context are cited, as [1], and none that is not there. */
final class CitationCheck implements Check {
  private static final Pattern CITATION = Pattern.compile("\\[([0-9]{1,4})\\]");

  private final int minimum;

  CitationCheck(Invariant.Citation declared) {
    minimum = declared.minimum() == null ? 1 : declared.minimum();
  }

  @Override
  public Finding check(Subject subject) {
    int documents = subject.context().size();
    if (documents == 0) {
      return Finding.missing("NoContext");
    }
    Set<Integer> cited = new HashSet<>();
    Matcher matcher = CITATION.matcher(subject.answer());
    while (matcher.find()) {
      cited.add(Integer.parseInt(matcher.group(1)));
    }
    return Finding.of(
        cited.size() >= Math.min(minimum, documents)
            && cited.stream().allMatch(number -> number >= 1 && number <= documents));
  }
}
