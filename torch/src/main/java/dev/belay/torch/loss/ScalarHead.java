package dev.belay.torch.loss;

import dev.belay.core.objective.Needs;
import dev.belay.core.objective.Objective;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.objective.TokenSlopes;
import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.kernel.Rows;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.NonFiniteException;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One number a row: {@code v = w · h}, without a bias, as the sequence-classification heads of
 * {@code transformers} have it. It is what a critic says of the state before a token, and what a
 * reward model says at the last token of a completion. Sums are fp32.
 *
 * <p>Gradients: {@code dL/dh = s w} and {@code dL/dw = Σ s h}, with s the objective's slope by the
 * value.
 *
 * @param weight w, {@code [1, H]}, which this head owns
 */
public record ScalarHead(Parameter weight) implements Head {

  @Override
  public List<Parameter> parameters() {
    return List.of(weight);
  }

  /** {@inheritDoc} A scalar head gives values and nothing else. */
  @Override
  public TokenScores room(int tokens, boolean reference) {
    return TokenScores.ofValues(tokens);
  }

  @Override
  public void score(HeadRows rows, @Nullable ReferenceHead reference, TokenScores scores) {
    check(rows, reference);
    values(rows, Objects.requireNonNull(scores.values(), "there is no room for values"));
  }

  private void check(HeadRows rows, @Nullable ReferenceHead reference) {
    rows.checkWidth(weight.value());
    if (weight.value().size(0) != 1) {
      throw new IllegalArgumentException(
          "a scalar head has one row, not " + weight.value().size(0));
    }
    if (reference != null) {
      throw new IllegalArgumentException("a scalar head cannot be compared with a reference");
    }
  }

  private void values(HeadRows rows, double[] values) {
    Layout layout = new Layout(rows.hidden());
    long w = NativeMemory.address(weight.value());
    Parallel.rows(
        rows.size(),
        (from, to, _) -> {
          for (int r = from; r < to; r++) {
            float value = Rows.dot(layout.type, layout.row(rows.rows()[r]), w, layout.width);
            if (!Float.isFinite(value)) {
              throw new NonFiniteException(
                  "row %d (position %d): the value is %s".formatted(r, rows.rows()[r], value), r);
            }
            values[rows.firstToken() + r] = value;
          }
        });
  }

  @Override
  public double forwardBackward(
      HeadRows rows,
      Objective objective,
      @Nullable ReferenceHead reference,
      Tensor hiddenGrad,
      TokenScores scores) {
    check(rows, reference);
    checkNeeds(objective.needs());
    rows.checkGradient(hiddenGrad);
    score(rows, null, scores);
    TokenSlopes slopes = TokenSlopes.ofSize(rows.size());
    int first = rows.firstToken();
    double loss = objective.slopes(scores, first, first + rows.size(), slopes);
    requireFinite(rows, loss, slopes);
    NativeMemory.zero(NativeMemory.address(hiddenGrad), hiddenGrad.nbytes());
    fillHiddenGrad(rows, slopes.values(), hiddenGrad);
    if (weight.isTrained()) {
      addWeightGrad(rows, slopes.values());
    }
    return loss;
  }

  private static void checkNeeds(Needs needs) {
    if (needs.reference()) {
      throw new IllegalArgumentException("the objective needs a reference, which has no values");
    }
    if (needs.stepScores()) {
      throw new IllegalArgumentException(
          "the objective needs the values of the whole step first: pass its StepSlopes");
    }
  }

  private static void requireFinite(HeadRows rows, double loss, TokenSlopes slopes) {
    for (int r = 0; r < rows.size(); r++) {
      if (!slopes.isFinite(r)) {
        throw new NonFiniteException(
            "row %d (position %d): the slope by the value is %s"
                .formatted(r, rows.rows()[r], slopes.values()[r]),
            r);
      }
    }
    if (!Double.isFinite(loss)) {
      throw new NonFiniteException("the loss of the values is not finite: " + loss);
    }
  }

  private void fillHiddenGrad(HeadRows rows, double[] slopes, Tensor hiddenGrad) {
    Layout grads = new Layout(hiddenGrad);
    long w = NativeMemory.address(weight.value());
    Parallel.rows(
        rows.size(),
        (from, to, _) -> {
          for (int r = from; r < to; r++) {
            long row = grads.row(rows.rows()[r]);
            for (int i = 0; i < grads.width; i++) {
              float gradient = (float) (slopes[r] * Elements.get(grads.type, w, i));
              Elements.set(grads.type, row, i, gradient);
            }
          }
        });
  }

  /** Row after row in every column, so that the sum does not depend on the number of threads. */
  private void addWeightGrad(HeadRows rows, double[] slopes) {
    Layout hidden = new Layout(rows.hidden());
    long grad = NativeMemory.address(weight.grad());
    Parallel.elements(
        hidden.width,
        (from, to, _) -> {
          for (long i = from; i < to; i++) {
            double sum = 0;
            for (int r = 0; r < slopes.length; r++) {
              sum += slopes[r] * Elements.get(hidden.type, hidden.row(rows.rows()[r]), i);
            }
            long at = grad + i * Float.BYTES;
            NativeMemory.setFloat(at, (float) (NativeMemory.getFloat(at) + sum));
          }
        });
  }

  @Override
  public void close() {
    weight.close();
  }

  /** Where the rows of a dense matrix lie. */
  private record Layout(ComputeType type, long address, int width) {

    Layout(Tensor matrix) {
      this(ComputeType.of(matrix), NativeMemory.address(matrix), (int) matrix.size(1));
    }

    long row(int r) {
      return Elements.at(type, address, (long) r * width);
    }
  }
}
