package io.homeostat.monitor.history;

/**
 * Figures of one span of time that can be added to those of the next.
 *
 * @param <S> the implementing type
 */
public interface Spanned<S extends Spanned<S>> {
  /** Begin of the span. */
  long startMillis();

  /** End of the span, excluded. */
  long endMillis();

  /** The span was merged from 2^level basic ones. */
  int level();

  /** Both together, one level higher, from this begin to the other's end. */
  S merge(S later);
}
