package io.homeostat.statistics.drift;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Turns draws that are no numbers (kinds, points) into numbers whose mean is 1/2 until the
 * distribution of the draws changes, and lower since, so that the detectors of a mean find it.
 *
 * <p>The first draws are kept, every second one as the reference, the others held out. From then on
 * the novelty of a draw is its mean distance to the reference less its mean distance to the latest
 * draws before it: the witness function of the energy distance (Székely and Rizzo 2013). Its value
 * is the rank of its novelty among those of the held-out draws, p = (#{more novel} + U·(1 +
 * #{equally novel}))/(1 + held out), a conformal p-value (Vovk, Gammerman and Shafer 2005). While
 * nothing changes, the draw and the held-out ones are exchangeable given reference and latest
 * draws, so p is uniform on [0, 1] whatever the distribution. Given the held-out draws its mean is
 * off by about 1/√(12·held out), which a baseline learnt from p takes up. When a share d of the
 * draws has moved, the mean falls by up to d/2.
 *
 * <p>State: a draw's bytes for each of up to 4·half + latest draws, and 8 for each held-out one.
 * Not thread-safe.
 */
public final class NoveltyRank {
  private static final int MOST_DRAWS = 8_000;
  private static final int MOST_COORDINATES = 256;

  private final boolean kinds;
  private final int half;
  private final long freezeAfter;
  private final int latestSize;
  private final List<byte[]> latest = new ArrayList<>();
  private List<byte[]> learnt = new ArrayList<>();
  private List<byte[]> held = List.of();
  private double[] heldDistance = {};
  private int stride = 1;
  private int skipped;
  private long firstAt;
  private boolean frozen;

  private NoveltyRank(boolean kinds, int half, long freezeAfter, int latestSize) {
    this.kinds = kinds;
    this.half = Require.within("the number of reference draws", half, 2, MOST_DRAWS);
    this.freezeAfter = Require.atLeast("the time before the freeze", freezeAfter, 0);
    this.latestSize = Require.within("the number of latest draws", latestSize, 1, MOST_DRAWS);
  }

  /**
   * For draws of one byte that are equal or not.
   *
   * @param half draws of the reference, and as many held out; up to twice as many when they come
   *     quickly
   * @param freezeAfter time from the first draw that the two cover at least
   * @param latest draws that a new one is compared with
   */
  public static NoveltyRank ofKinds(int half, long freezeAfter, int latest) {
    return new NoveltyRank(true, half, freezeAfter, latest);
  }

  /** For points with one byte per coordinate, compared by Euclidean distance; else the same. */
  public static NoveltyRank ofPoints(int half, long freezeAfter, int latest) {
    return new NoveltyRank(false, half, freezeAfter, latest);
  }

  /**
   * Takes the next draw.
   *
   * @param draw of one byte, or as many as every other point has
   * @param at its time
   * @param tie U: uniform in [0, 1), independent of all draws
   * @return its rank in [0, 1]; empty while the reference is learnt and the latest draws are few
   */
  public OptionalDouble observe(byte[] draw, long at, double tie) {
    check(draw);
    Require.within("the draw between equals", tie, 0, 1);
    if (!frozen) {
      learn(draw.clone(), at);
      return OptionalDouble.empty();
    }
    OptionalDouble rank =
        latest.size() < latestSize ? OptionalDouble.empty() : OptionalDouble.of(rank(draw, tie));
    if (latest.size() == latestSize) {
      latest.removeFirst();
    }
    latest.add(draw.clone());
    return rank;
  }

  private void check(byte[] draw) {
    List<byte[]> known = learnt.isEmpty() ? held : learnt;
    int expected = kinds ? 1 : known.isEmpty() ? draw.length : known.getFirst().length;
    if (draw.length != expected || draw.length == 0 || draw.length > MOST_COORDINATES) {
      throw new IllegalArgumentException(
          "expected a draw of %d bytes like the ones before, 1 to %d, found %d"
              .formatted(expected, MOST_COORDINATES, draw.length));
    }
  }

  private void learn(byte[] draw, long at) {
    if (learnt.isEmpty()) {
      firstAt = at;
    }
    boolean taken = skipped == 0;
    skipped = (skipped + 1) % stride;
    if (taken) {
      if (learnt.size() == 4 * half) {
        learnt = everySecond(learnt, 0);
        stride *= 2;
        skipped = 1;
      }
      learnt.add(draw);
    }
    if (learnt.size() >= 2 * half && at - firstAt >= freezeAfter) {
      freeze();
    }
  }

  private static List<byte[]> everySecond(List<byte[]> draws, int first) {
    List<byte[]> some = new ArrayList<>();
    for (int i = first; i < draws.size(); i += 2) {
      some.add(draws.get(i));
    }
    return some;
  }

  private void freeze() {
    held = everySecond(learnt, 1);
    learnt = everySecond(learnt, 0);
    heldDistance = held.stream().mapToDouble(draw -> meanDistance(learnt, draw)).toArray();
    frozen = true;
  }

  private double rank(byte[] draw, double tie) {
    double novelty = meanDistance(learnt, draw) - meanDistance(latest, draw);
    int more = 0;
    int equal = 1;
    for (int i = 0; i < heldDistance.length; i++) {
      double other = heldDistance[i] - meanDistance(latest, held.get(i));
      more += other > novelty ? 1 : 0;
      equal += other == novelty ? 1 : 0;
    }
    return (more + tie * equal) / (1 + heldDistance.length);
  }

  private double meanDistance(List<byte[]> draws, byte[] from) {
    double sum = 0;
    for (byte[] draw : draws) {
      sum += kinds ? (draw[0] == from[0] ? 0 : 1) : distance(draw, from);
    }
    return sum / draws.size();
  }

  private static double distance(byte[] a, byte[] b) {
    int squares = 0;
    for (int i = 0; i < a.length; i++) {
      int apart = a[i] - b[i];
      squares += apart * apart;
    }
    return Math.sqrt(squares);
  }

  /** Whether the reference is learnt. */
  public boolean frozen() {
    return frozen;
  }

  /** What is kept of the first draws, none of them twice. */
  public List<byte[]> first() {
    List<byte[]> all = new ArrayList<>(learnt);
    all.addAll(held);
    return all;
  }

  /** The latest draws, oldest first. */
  public List<byte[]> latest() {
    return List.copyOf(latest);
  }

  /** The state as bytes (layout version 1; its size is stated above). */
  public byte[] toBytes() {
    return new StateWriter(StateKind.NOVELTY_RANK)
        .put(kinds)
        .put(half)
        .put(freezeAfter)
        .put(latestSize)
        .put(stride)
        .put(skipped)
        .put(firstAt)
        .put(frozen)
        .put(packed(learnt))
        .put(packed(held))
        .put(packed(latest))
        .put(heldDistance)
        .put(learnt.isEmpty() ? 1 : learnt.getFirst().length)
        .toBytes();
  }

  private static byte[] packed(List<byte[]> draws) {
    if (draws.isEmpty()) {
      return new byte[0];
    }
    int width = draws.getFirst().length;
    byte[] all = new byte[draws.size() * width];
    for (int i = 0; i < draws.size(); i++) {
      System.arraycopy(draws.get(i), 0, all, i * width, width);
    }
    return all;
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static NoveltyRank fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.NOVELTY_RANK, bytes, NoveltyRank::read);
  }

  private static NoveltyRank read(StateReader in) {
    NoveltyRank state =
        new NoveltyRank(in.nextBoolean(), in.nextInt(), in.nextLong(), in.nextInt());
    state.stride = Require.within("a saved stride", in.nextInt(), 1, 1 << 30);
    state.skipped = Require.within("a saved position", in.nextInt(), 0, state.stride - 1);
    state.firstAt = in.nextLong();
    state.frozen = in.nextBoolean();
    byte[] learnt = in.nextBytes();
    byte[] held = in.nextBytes();
    byte[] latest = in.nextBytes();
    state.heldDistance = in.nextDoubles();
    int width = Require.within("a saved draw's bytes", in.nextInt(), 1, MOST_COORDINATES);
    state.learnt = unpacked(in, learnt, width);
    state.held = unpacked(in, held, width);
    state.latest.addAll(unpacked(in, latest, width));
    in.check(state.held.size() == state.heldDistance.length, "its held-out draws");
    in.check(state.latest.size() <= state.latestSize, "its latest draws");
    in.check(state.frozen != state.held.isEmpty(), "its freeze");
    return state;
  }

  private static List<byte[]> unpacked(StateReader in, byte[] packed, int width) {
    in.check(packed.length % width == 0, packed.length + " bytes of draws");
    List<byte[]> draws = new ArrayList<>();
    for (int from = 0; from < packed.length; from += width) {
      draws.add(Arrays.copyOfRange(packed, from, from + width));
    }
    return draws;
  }
}
