package dev.belay.torch.generate;

import dev.belay.core.model.Sampling;
import java.util.Arrays;

/**
 * Top-k, top-p and min-p in Hugging Face's order and sense, after the temperature:
 *
 * <ol>
 *   <li>top-k keeps the {@code k} most likely tokens and every token as likely as the last of them;
 *   <li>top-p (Holtzman et al. 2020) keeps, of those, a token if the more likely ones together have
 *       less than {@code p} of their mass; among equals the lower id counts as more likely;
 *   <li>min-p (Nguyen et al. 2024) keeps, of those, the tokens at least {@code minP} times as
 *       likely as the most likely one.
 * </ol>
 *
 * <p>Each keeps a prefix of the tokens in order of likelihood, so only the likeliest are looked at:
 * those within some distance of the greatest logit, and more if these do not decide it.
 */
final class Truncation {

  private static final float[] DISTANCES = {8, 16, 32, Float.POSITIVE_INFINITY};

  private final LogitRow row;
  private final Sampling sampling;
  private final float inverseTemperature;
  private final int[] selected;
  private final long[] ranked;
  private final double[] weights;

  private float max;
  private int count;
  private int kept;
  private double keptMass;

  Truncation(LogitRow row, Sampling sampling, float inverseTemperature) {
    this.row = row;
    this.sampling = sampling;
    this.inverseTemperature = inverseTemperature;
    int room = isOff(sampling) ? 0 : row.size();
    this.selected = new int[room];
    this.ranked = new long[room];
    this.weights = new double[room];
  }

  private static boolean isOff(Sampling sampling) {
    return sampling.topK() == 0 && sampling.topP() == 1 && sampling.minP() == 0;
  }

  /** Whether every token stays. */
  boolean isOff() {
    return isOff(sampling);
  }

  /**
   * Finds the tokens that stay.
   *
   * @param max the greatest logit
   * @param total sum of {@code exp((logit - max) / temperature)} over the vocabulary
   */
  void apply(float max, double total) {
    this.max = max;
    for (float distance : DISTANCES) {
      rank(max - distance / inverseTemperature);
      kept = keep(total);
      boolean all = count == row.size();
      if (kept < count || all || (sampling.topK() > 0 && count >= sampling.topK())) {
        break;
      }
    }
    keptMass = 0;
    for (int i = 0; i < kept; i++) {
      keptMass += weights[i];
    }
  }

  /** Sorts the tokens above a threshold by falling logit, then by id. */
  private void rank(float threshold) {
    count = row.select(threshold, selected);
    for (int i = 0; i < count; i++) {
      int bits = Float.floatToIntBits(row.get(selected[i]) + 0f); // -0 becomes 0
      int ordered = bits ^ ((bits >> 31) & 0x7fffffff);
      ranked[i] = ((long) ~ordered << 32) | selected[i];
    }
    Arrays.sort(ranked, 0, count);
    for (int i = 0; i < count; i++) {
      weights[i] = Math.exp((row.get(tokenId(i)) - max) * inverseTemperature);
    }
  }

  private int keep(double total) {
    int length = count;
    double mass = total;
    if (sampling.topK() > 0 && sampling.topK() < count) {
      length = endOfTies(sampling.topK());
      mass = 0;
      for (int i = 0; i < length; i++) {
        mass += weights[i];
      }
    }
    length = sampling.topP() < 1 ? keepMass(length, sampling.topP() * mass) : length;
    while (length > 1 && weights[length - 1] < sampling.minP()) {
      length--;
    }
    return length;
  }

  private int endOfTies(int length) {
    int end = length;
    float last = row.get(tokenId(length - 1));
    while (end < count && row.get(tokenId(end)) == last) {
      end++;
    }
    return end;
  }

  private int keepMass(int length, double wanted) {
    double before = weights[0];
    int end = 1;
    while (end < length && before < wanted) {
      before += weights[end++];
    }
    return end;
  }

  /** How many tokens stay. */
  int kept() {
    return kept;
  }

  /** The token at a rank, the most likely first. */
  int tokenId(int rank) {
    return (int) ranked[rank];
  }

  /** The log-probability of the token at a rank under the truncated law. */
  double logProb(int rank) {
    return (row.get(tokenId(rank)) - max) * inverseTemperature - Math.log(keptMass);
  }

  /**
   * The rank at which the cumulative law exceeds {@code uniform}.
   *
   * @param uniform in [0, 1)
   */
  int invert(double uniform) {
    double target = uniform * keptMass;
    double cumulative = 0;
    for (int rank = 0; rank < kept; rank++) {
      cumulative += weights[rank];
      if (cumulative > target) {
        return rank;
      }
    }
    return kept - 1;
  }
}
