/**
 * Two samples, once: whether and how far the values of now differ from those of a reference, and
 * sketches that stand for samples which are too large to keep.
 *
 * <p>Every test holds for one look at sizes that were fixed before; to look again and again use the
 * sequential tests of {@link io.homeostat.statistics.drift}.
 */
package io.homeostat.statistics.samples;
