package dev.belay.train.method;

import dev.belay.train.fixture.TinyPolicy;
import dev.belay.train.fixture.TinyRlvr;
import dev.belay.train.fixture.TinyRlvr.Sample;
import java.util.List;

/**
 * What a step should do, written out from the papers' formulas without any of Belay's own classes:
 * advantages of rewards, and the loss of log-probs.
 */
final class ExpectedRlvr {

  private final String algorithm;
  private final List<Sample> samples;
  private final double[] advantages;

  /** NaN rewards are absent. */
  ExpectedRlvr(String algorithm, List<Sample> samples, double[] rewards) {
    this.algorithm = algorithm;
    this.samples = samples;
    this.advantages = new double[rewards.length];
    for (int i = 0; i < rewards.length; i++) {
      advantages[i] = Double.isNaN(rewards[i]) ? 0 : advantage(i, rewards);
    }
    switch (algorithm) {
      case "gpg" -> stretch(rewards);
      case "reinforce++" -> whiten(rewards);
      default -> {}
    }
  }

  /** By all that have a reward, over those of them in a group whose rewards differ. */
  private void stretch(double[] rewards) {
    double all = 0;
    double alive = 0;
    for (int i = 0; i < rewards.length; i++) {
      boolean differs = false;
      for (int j = 0; j < rewards.length; j++) {
        differs |= compared(i, j) && Math.abs(rewards[j] - rewards[i]) > 0;
      }
      all += Double.isNaN(rewards[i]) ? 0 : 1;
      alive += differs ? 1 : 0;
    }
    for (int i = 0; i < rewards.length; i++) {
      advantages[i] *= all / alive;
    }
  }

  /** Over the tokens of all that have a reward. */
  private void whiten(double[] rewards) {
    double tokens = 0;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < rewards.length; i++) {
      if (!Double.isNaN(rewards[i])) {
        int length = samples.get(i).completion().length();
        tokens += length;
        sum += length * rewards[i];
        squares += length * rewards[i] * rewards[i];
      }
    }
    double mean = sum / tokens;
    double deviation = Math.sqrt(squares / tokens - mean * mean);
    for (int i = 0; i < rewards.length; i++) {
      advantages[i] = Double.isNaN(rewards[i]) ? 0 : (rewards[i] - mean) / deviation;
    }
  }

  /** Verdicts' scores, times the weight of the reward. */
  static double[] scores(List<Sample> samples) {
    return samples.stream().mapToDouble(Sample::score).toArray();
  }

  double[] advantages() {
    return advantages;
  }

  private double advantage(int i, double[] rewards) {
    double sum = 0;
    double scores = 0;
    int n = 0;
    for (int j = 0; j < rewards.length; j++) {
      if (!Double.isNaN(rewards[j]) && compared(i, j)) {
        sum += rewards[j];
        scores += samples.get(j).score();
        n++;
      }
    }
    double squares = 0;
    for (int j = 0; j < rewards.length; j++) {
      if (!Double.isNaN(rewards[j]) && compared(i, j)) {
        squares += Math.pow(samples.get(j).score() - scores / n, 2);
      }
    }
    double centred = rewards[i] - sum / n;
    return switch (algorithm) {
      case "grpo", "dapo", "gspo", "cispo", "sapo" ->
          squares == 0 ? centred : centred / (Math.sqrt(squares / (n - 1)) + 1e-4);
      case "opo" -> rewards[i] - lengthWeighted(i, rewards);
      case "remax" -> rewards[i] - greedy(i);
      case "rloo" -> n == 1 ? 0 : rewards[i] - (sum - rewards[i]) / (n - 1);
      default -> centred;
    };
  }

  /** The script goes by the request alone: a greedy completion is the group's first. */
  private double greedy(int i) {
    double score = samples.get(i - i % TinyRlvr.GROUP_SIZE).score();
    return Double.isNaN(score) ? samples.get(i).score() : score;
  }

  /** The mean reward of the group's tokens. */
  private double lengthWeighted(int i, double[] rewards) {
    double sum = 0;
    double tokens = 0;
    for (int j = 0; j < rewards.length; j++) {
      if (!Double.isNaN(rewards[j]) && compared(i, j)) {
        int length = samples.get(j).completion().length();
        sum += length * rewards[j];
        tokens += length;
      }
    }
    return sum / tokens;
  }

  /** REINFORCE has the batch's mean as its baseline, the others that of the group. */
  private boolean compared(int i, int j) {
    return algorithm.equals("reinforce") || samples.get(i).group() == samples.get(j).group();
  }

  /** The loss to be minimised, with {@code ρ = π/π_old}. */
  double loss(double[][] logProbs, double[][] old) {
    double loss = 0;
    for (int i = 0; i < advantages.length; i++) {
      for (int t = 0; t < logProbs[i].length; t++) {
        loss -= weight(i) * gain(logProbs[i][t], old[i][t], advantages[i]);
      }
    }
    return loss;
  }

  private double gain(double logProb, double old, double advantage) {
    double ratio = Math.exp(logProb - old);
    if (List.of("rloo", "opo", "reinforce", "remax", "gpg").contains(algorithm)) {
      return advantage * logProb;
    }
    if (algorithm.equals("cispo")) {
      return advantage * logProb; // Its weight is that of the policy that sampled: 1.
    }
    if (algorithm.equals("prime-rl-dppo")) {
      return advantage * ratio - 1e-3 * Math.pow(logProb - old, 2);
    }
    if (algorithm.equals("sapo")) {
      double tau = advantage > 0 ? 1 : 1.05;
      return 4 / tau / (1 + Math.exp(-tau * (ratio - 1))) * advantage;
    }
    double clipped = Math.max(0.8, Math.min(algorithm.equals("dapo") ? 1.28 : 1.2, ratio));
    return Math.min(ratio * advantage, clipped * advantage);
  }

  /** GSPO's loss where no ratio is clipped: the geometric mean of a completion's ratios. */
  double sequenceLoss(double[][] logProbs, double[][] old) {
    double loss = 0;
    for (int i = 0; i < advantages.length; i++) {
      loss -= sequenceRatio(logProbs[i], old[i]) * advantages[i] / advantages.length;
    }
    return loss;
  }

  static double sequenceRatio(double[] logProbs, double[] old) {
    double product = 1;
    for (int t = 0; t < old.length; t++) {
      product *= Math.exp(logProbs[t] - old[t]);
    }
    return Math.pow(product, 1.0 / old.length);
  }

  private double weight(int i) {
    int sequences = samples.size();
    int length = samples.get(i).completion().length();
    return switch (algorithm) {
      case "grpo", "gspo", "sapo" -> 1.0 / sequences / length;
      case "dr-grpo" -> 1.0 / sequences / TinyRlvr.MAX_TOKENS;
      case "dapo", "cispo", "gpg", "reinforce++", "prime-rl-dppo" ->
          1.0 / samples.stream().mapToInt(s -> s.completion().length()).sum();
      default -> 1.0 / sequences;
    };
  }

  /**
   * The loss near {@code old}, each token weighed by what the trainer says over what sampled it.
   *
   * @param cap most that a weight may be
   */
  double corrected(double[][] logProbs, double[][] old, double cap) {
    double loss = 0;
    for (int i = 0; i < advantages.length; i++) {
      float[] sampled = samples.get(i).completion().logProbs();
      for (int t = 0; t < old[i].length; t++) {
        double weight = Math.min(cap, Math.exp(old[i][t] - sampled[t]));
        loss -= weight(i) * weight * gain(logProbs[i][t], old[i][t], advantages[i]);
      }
    }
    return loss;
  }

  /**
   * A function of {@code moved} with the loss's slope at {@code current}: the loss itself has kinks
   * where a ratio meets its bound.
   */
  double linearised(double[][] current, double[][] old, double[][] moved) {
    double sum = 0;
    for (int i = 0; i < advantages.length; i++) {
      for (int t = 0; t < current[i].length; t++) {
        double ratio = Math.exp(current[i][t] - old[i][t]);
        sum -= isClipped(i, ratio) ? 0 : weight(i) * ratio * advantages[i] * moved[i][t];
      }
    }
    return sum;
  }

  private boolean isClipped(int i, double ratio) {
    return (advantages[i] > 0 && ratio > 1.2) || (advantages[i] < 0 && ratio < 0.8);
  }

  double meanRatio(double[][] current, double[][] old) {
    double sum = 0;
    int n = 0;
    for (int i = 0; i < current.length; i++) {
      for (int t = 0; t < current[i].length; t++, n++) {
        sum += Math.exp(current[i][t] - old[i][t]);
      }
    }
    return sum / n;
  }

  double clippedShare(double[][] current, double[][] old) {
    double clipped = 0;
    int n = 0;
    for (int i = 0; i < current.length; i++) {
      for (int t = 0; t < current[i].length; t++, n++) {
        clipped += isClipped(i, Math.exp(current[i][t] - old[i][t])) ? 1 : 0;
      }
    }
    return clipped / n;
  }

  /** The KL penalty in the loss, under GRPO's weights and before its coefficient. */
  double meanKl(String estimator, TinyPolicy policy, TinyPolicy base) {
    double sum = 0;
    for (int i = 0; i < samples.size(); i++) {
      double[] logProbs = policy.logProbs(samples.get(i).tokens());
      sum += weight(i) * kl(estimator, logProbs, samples.get(i), policy, base);
    }
    return sum;
  }

  /** KL of a completion, from the log-probs that it was sampled with unless exact. */
  static double sequenceKl(String estimator, Sample sample, TinyPolicy policy, TinyPolicy base) {
    float[] sampled = sample.completion().logProbs();
    double[] logProbs = new double[sampled.length];
    for (int t = 0; t < logProbs.length; t++) {
      logProbs[t] = sampled[t];
    }
    return kl(estimator, logProbs, sample, policy, base);
  }

  private static double kl(
      String estimator, double[] logProbs, Sample sample, TinyPolicy policy, TinyPolicy base) {
    double[] ref = base.logProbs(sample.tokens());
    double[] exact =
        estimator.equals("exact") ? policy.exactKls(base, sample.tokens()) : new double[ref.length];
    double sum = 0;
    for (int t = 0; t < ref.length; t++) {
      double delta = logProbs[t] - ref[t];
      sum +=
          switch (estimator) {
            case "k1" -> delta;
            case "k2" -> delta * delta / 2;
            case "k3" -> Math.exp(-delta) - 1 + delta;
            default -> exact[t];
          };
    }
    return sum;
  }
}
