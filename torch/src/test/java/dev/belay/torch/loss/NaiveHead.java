package dev.belay.torch.loss;

import dev.belay.core.objective.Objective;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.objective.TokenSlopes;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The head written out in fp64, one formula after the other: what the fast one must equal. */
@SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
record NaiveHead(
    double[][] hidden, double[][] weight, double temperature, int[] rows, int[] targets) {

  /** The natural logarithm of a row's softmax. */
  double[] logProbs(int row) {
    double[] logits = new double[weight.length];
    for (int v = 0; v < weight.length; v++) {
      for (int h = 0; h < hidden[row].length; h++) {
        logits[v] += hidden[row][h] * weight[v][h] / temperature;
      }
    }
    double max = Arrays.stream(logits).max().orElseThrow();
    double sum = Arrays.stream(logits).map(z -> Math.exp(z - max)).sum();
    return Arrays.stream(logits).map(z -> z - max - Math.log(sum)).toArray();
  }

  static double entropy(double[] logProbs) {
    return -Arrays.stream(logProbs).map(l -> Math.exp(l) * l).sum();
  }

  static double kl(double[] logP, double[] logQ) {
    double sum = 0;
    for (int v = 0; v < logP.length; v++) {
      sum += Math.exp(logP[v]) * (logP[v] - logQ[v]);
    }
    return sum;
  }

  /** Everything that the head says at the chosen rows. */
  TokenScores scores(@Nullable NaiveHead reference) {
    TokenScores scores = TokenScores.ofSize(rows.length, reference != null);
    for (int i = 0; i < rows.length; i++) {
      double[] logP = logProbs(rows[i]);
      scores.logProbs()[i] = logP[targets[i]];
      scores.entropies()[i] = entropy(logP);
      if (reference != null) {
        double[] logQ = reference.logProbs(rows[i]);
        Objects.requireNonNull(scores.exactKls())[i] = kl(logP, logQ);
        Objects.requireNonNull(scores.refLogProbs())[i] = logQ[targets[i]];
      }
    }
    return scores;
  }

  double loss(Objective objective, @Nullable NaiveHead reference) {
    TokenScores scores = scores(reference);
    return objective.slopes(scores, 0, rows.length, TokenSlopes.ofSize(rows.length));
  }

  /** Central differences of the loss with respect to every entry of {@code parameter}. */
  double[][] slopes(double[][] parameter, Objective objective, @Nullable NaiveHead reference) {
    double step = 1e-5;
    double[][] slopes = new double[parameter.length][parameter[0].length];
    for (int i = 0; i < parameter.length; i++) {
      for (int j = 0; j < parameter[i].length; j++) {
        double kept = parameter[i][j];
        parameter[i][j] = kept + step;
        double above = loss(objective, reference);
        parameter[i][j] = kept - step;
        double below = loss(objective, reference);
        parameter[i][j] = kept;
        slopes[i][j] = (above - below) / (2 * step);
      }
    }
    return slopes;
  }
}
