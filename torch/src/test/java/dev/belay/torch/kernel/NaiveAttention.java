package dev.belay.torch.kernel;

/** Attention and its gradient as the formulas say, in fp64, one pair at a time. */
final class NaiveAttention {

  private final AttentionShape shape;
  private final VisibleRows visible;
  private final double[] rows;
  final double[] outputs;
  final double[] logSumExps;

  NaiveAttention(AttentionShape shape, VisibleRows visible, double[] rows) {
    this.shape = shape;
    this.visible = visible;
    this.rows = rows;
    int count = visible.starts()[visible.starts().length - 1];
    this.outputs = new double[count * shape.queryWidth()];
    this.logSumExps = new double[count * shape.heads()];
    forEachQuery(this::attend);
  }

  private interface Query {
    void at(int first, int row, int head);
  }

  private void forEachQuery(Query query) {
    int[] starts = visible.starts();
    for (int s = 0; s + 1 < starts.length; s++) {
      for (int row = starts[s]; row < starts[s + 1]; row++) {
        for (int head = 0; head < shape.heads(); head++) {
          query.at(starts[s], row, head);
        }
      }
    }
  }

  private int query(int row, int head) {
    return row * shape.rowWidth() + head * shape.headSize();
  }

  private int key(int row, int head) {
    return query(row, shape.heads() + head / shape.group());
  }

  private int value(int row, int head) {
    return query(row, shape.heads() + shape.keyValueHeads() + head / shape.group());
  }

  private int output(int row, int head) {
    return row * shape.queryWidth() + head * shape.headSize();
  }

  /** Positions: hidden rows do not count. */
  private boolean sees(int first, int row, int other) {
    int gapStart = first + visible.gapStarts()[row];
    int gapEnd = first + visible.gapEnds()[row];
    if (other > row || (gapStart <= other && other < gapEnd)) {
      return false;
    }
    int between = row - other - (other < gapStart ? gapEnd - gapStart : 0);
    return between < visible.window();
  }

  private double[] scores(int first, int row, int head) {
    double[] scores = new double[row - first + 1];
    for (int other = first; other <= row; other++) {
      double dot = 0;
      for (int i = 0; i < shape.headSize(); i++) {
        dot += rows[query(row, head) + i] * rows[key(other, head) + i];
      }
      scores[other - first] =
          sees(first, row, other) ? dot * shape.scale() : Double.NEGATIVE_INFINITY;
    }
    return scores;
  }

  private void attend(int first, int row, int head) {
    double[] scores = scores(first, row, head);
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(score);
    }
    logSumExps[row * shape.heads() + head] = Math.log(sum);
    for (int other = first; other <= row; other++) {
      double p = Math.exp(scores[other - first]) / sum;
      for (int i = 0; i < shape.headSize(); i++) {
        outputs[output(row, head) + i] += p * rows[value(other, head) + i];
      }
    }
  }

  /** Gradients of queries, keys and values. */
  double[] gradient(double[] outputGrads) {
    double[] grads = new double[rows.length];
    forEachQuery((first, row, head) -> addGradient(outputGrads, grads, first, row, head));
    return grads;
  }

  private void addGradient(double[] outputGrads, double[] grads, int first, int row, int head) {
    double[] scores = scores(first, row, head);
    double logSumExp = logSumExps[row * shape.heads() + head];
    double[] probabilityGrads = new double[scores.length];
    double delta = 0;
    for (int other = first; other <= row; other++) {
      double p = Math.exp(scores[other - first] - logSumExp);
      for (int i = 0; i < shape.headSize(); i++) {
        double grad = outputGrads[output(row, head) + i];
        probabilityGrads[other - first] += grad * rows[value(other, head) + i];
        grads[value(other, head) + i] += p * grad;
      }
      delta += p * probabilityGrads[other - first];
    }
    for (int other = first; other <= row; other++) {
      double p = Math.exp(scores[other - first] - logSumExp);
      double grad = p * (probabilityGrads[other - first] - delta) * shape.scale();
      for (int i = 0; i < shape.headSize(); i++) {
        grads[query(row, head) + i] += grad * rows[key(other, head) + i];
        grads[key(other, head) + i] += grad * rows[query(row, head) + i];
      }
    }
  }
}
