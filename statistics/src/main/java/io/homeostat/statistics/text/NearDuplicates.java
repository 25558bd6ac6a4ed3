package io.homeostat.statistics.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds texts that are nearly the same without comparing each with each: locality-sensitive hashing
 * over the bands of {@link MinHash} (Indyk and Motwani 1998). Texts of similarity .5 are found with
 * probability .053, .7 with .564, .8 with .924, .9 with .9996: look at {@link MinHash#similarity}
 * before taking a candidate for a duplicate. Memory: about 1.5 KiB for each text added.
 *
 * @param <T> what a text is called by
 */
public final class NearDuplicates<T> {
  private final List<Map<Long, List<T>>> bands = new ArrayList<>();

  /** Starts without a text. */
  public NearDuplicates() {
    for (int band = 0; band < MinHash.BANDS; band++) {
      bands.add(new HashMap<>());
    }
  }

  /** Adds a text. */
  public void add(T name, MinHash text) {
    for (int band = 0; band < MinHash.BANDS; band++) {
      bands.get(band).computeIfAbsent(text.band(band), key -> new ArrayList<>(1)).add(name);
    }
  }

  /** Names of the added texts that share a band with this one, in the order of their bands. */
  public Set<T> candidates(MinHash text) {
    Set<T> found = new LinkedHashSet<>();
    for (int band = 0; band < MinHash.BANDS; band++) {
      found.addAll(bands.get(band).getOrDefault(text.band(band), List.of()));
    }
    return found;
  }
}
