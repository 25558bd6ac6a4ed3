package io.homeostat.statistics.text;

/** Spreads the bits of a number over all 64 (Stafford's variant 13 of MurmurHash3's finaliser). */
final class Mix {
  private Mix() {}

  static long bits(long value) {
    long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
