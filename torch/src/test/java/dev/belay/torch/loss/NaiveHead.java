package dev.belay.torch.loss;

import dev.belay.core.objective.TokenLaw;
import dev.belay.core.objective.TokenObjective;
import java.util.Arrays;
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

  TokenLaw law(int i, @Nullable NaiveHead reference) {
    double[] logP = logProbs(rows[i]);
    double kl = reference == null ? Double.NaN : kl(logP, reference.logProbs(rows[i]));
    double ref = reference == null ? Double.NaN : reference.logProbs(rows[i])[targets[i]];
    return new TokenLaw(logP[targets[i]], entropy(logP), kl, ref);
  }

  double loss(TokenObjective objective, @Nullable NaiveHead reference) {
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      sum += objective.at(i, law(i, reference)).value();
    }
    return sum;
  }

  /** Central differences of the loss with respect to every entry of {@code parameter}. */
  double[][] slopes(double[][] parameter, TokenObjective objective, @Nullable NaiveHead reference) {
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
