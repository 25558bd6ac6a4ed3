package io.homeostat.statistics.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers tokens from 0 in the order of first sight, so that texts are compared as integers. */
final class Vocabulary {
  private final Map<String, Integer> ids = new HashMap<>();

  int[] ids(List<String> tokens) {
    int[] found = new int[tokens.size()];
    for (int i = 0; i < found.length; i++) {
      String token = tokens.get(i);
      Integer known = ids.putIfAbsent(token, ids.size());
      found[i] = known == null ? ids.size() - 1 : known;
    }
    return found;
  }

  int size() {
    return ids.size();
  }
}
