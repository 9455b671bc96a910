package dev.belay.measure.drift;

import dev.belay.core.objective.TokenScores;
import dev.belay.core.objective.TokenSlopes;

/** A softmax over the tokens of every state of a task, each state with logits of its own. */
final class TabularPolicy {
  private final TabularTask task;
  private final double[][] logits;

  /** A policy that is the reference. */
  TabularPolicy(TabularTask task) {
    this.task = task;
    this.logits = new double[task.reference().length][];
    for (int state = 0; state < logits.length; state++) {
      double[] reference = task.reference()[state];
      logits[state] = new double[reference.length];
      for (int token = 0; token < reference.length; token++) {
        logits[state][token] = Math.log(reference[token]);
      }
    }
  }

  /** Law of the next token at each state. */
  double[][] laws() {
    double[][] laws = new double[logits.length][];
    for (int state = 0; state < laws.length; state++) {
      laws[state] = softmax(logits[state]);
    }
    return laws;
  }

  /**
   * What the policy says at the tokens of completions, laid out one after the other.
   *
   * @param paths which completions
   */
  TokenScores scores(int[] paths, int tokens) {
    double[] logProbs = new double[tokens];
    double[] references = new double[tokens];
    double[] kls = new double[tokens];
    double[][] laws = laws();
    int at = 0;
    for (int path : paths) {
      for (int t = 0; t < task.states()[path].length; t++) {
        int state = task.states()[path][t];
        int token = task.tokens()[path][t];
        logProbs[at] = Math.log(laws[state][token]);
        references[at] = Math.log(task.reference()[state][token]);
        kls[at] = kl(laws[state], task.reference()[state]);
        at++;
      }
    }
    return new TokenScores(logProbs, new double[tokens], kls, references, null);
  }

  /**
   * One step against the gradient. The gradient by the logits of a state is divided by the
   * probability of state and token, which is the natural gradient of a softmax: where it vanishes
   * is the same, and rare tokens get there too.
   *
   * @param slopes of the objective by what {@link #scores} said
   * @return the largest change of a logit
   */
  double step(int[] paths, TokenSlopes slopes, double learningRate) {
    double[][] laws = laws();
    double[][] gradient = gradient(paths, slopes, laws);
    double[] visits = task.visits(laws);
    double largest = 0;
    for (int state = 0; state < laws.length; state++) {
      if (laws[state].length == 1) {
        continue; // Forced; some tasks never come there.
      }
      for (int token = 0; token < laws[state].length; token++) {
        double change =
            learningRate * gradient[state][token] / (visits[state] * laws[state][token]);
        logits[state][token] -= change;
        largest = Math.max(largest, Math.abs(change));
      }
    }
    return largest;
  }

  private double[][] gradient(int[] paths, TokenSlopes slopes, double[][] laws) {
    double[][] gradient = new double[laws.length][];
    for (int state = 0; state < laws.length; state++) {
      gradient[state] = new double[laws[state].length];
    }
    int at = 0;
    for (int path : paths) {
      for (int t = 0; t < task.states()[path].length; t++) {
        int state = task.states()[path][t];
        double[] law = laws[state];
        double kl = kl(law, task.reference()[state]);
        for (int b = 0; b < law.length; b++) {
          double drawn = b == task.tokens()[path][t] ? 1 : 0;
          double ofKl = law[b] * (Math.log(law[b] / task.reference()[state][b]) - kl);
          gradient[state][b] +=
              slopes.logProbs()[at] * (drawn - law[b]) + slopes.exactKls()[at] * ofKl;
        }
        at++;
      }
    }
    return gradient;
  }

  static double kl(double[] law, double[] reference) {
    double sum = 0;
    for (int i = 0; i < law.length; i++) {
      sum += law[i] * Math.log(law[i] / reference[i]);
    }
    return sum;
  }

  private static double[] softmax(double[] logits) {
    double top = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      top = Math.max(top, logit);
    }
    double sum = 0;
    double[] law = new double[logits.length];
    for (int i = 0; i < law.length; i++) {
      law[i] = Math.exp(logits[i] - top);
      sum += law[i];
    }
    for (int i = 0; i < law.length; i++) {
      law[i] /= sum;
    }
    return law;
  }
}
