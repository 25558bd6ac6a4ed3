package io.homeostat.judge;

import io.homeostat.crds.judge.JudgeSpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which interactions a judge is given: by a hash of the id alone, so that the choice knows nothing
 * of the answer, is the same in every process and on a replay, and has a known probability.
 *
 * @param probability share of the ids, in (0,1]
 */
public record JudgeSampling(double probability) {
  /** The hash must not be that of any other choice, or the two would agree. */
  private static final String PURPOSE = "judge|";

  private static final double RANGE = 0x1.0p53;

  /** What a Judge declares. */
  public static JudgeSampling of(JudgeSpec spec) {
    return new JudgeSampling(
        spec.samplingRate() == null ? 1 : Double.parseDouble(spec.samplingRate()));
  }

  /**
   * Whether the judge is given it.
   *
   * @param id of the interaction; of the pair when there is one, so that both answers are judged or
   *     neither
   */
  public boolean takes(String id) {
    return position(id) < probability;
  }

  private static double position(String id) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((PURPOSE + id).getBytes(StandardCharsets.UTF_8));
      return (ByteBuffer.wrap(hash).getLong() >>> 11) / RANGE;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-256", e);
    }
  }
}
