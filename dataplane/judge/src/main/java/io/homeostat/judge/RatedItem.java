package io.homeostat.judge;

/**
 * A labelled answer that the judge rated.
 *
 * @param judged the judge's score in [0,1]
 * @param label the person's in [0,1]
 * @param length characters of the answer
 */
record RatedItem(double judged, double label, int length) {}
