package dev.belay.torch.loss;

import dev.belay.core.objective.Needs;
import dev.belay.core.objective.Objective;
import dev.belay.core.objective.TokenScores;
import dev.belay.torch.kernel.Matmul;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.NonFiniteException;
import dev.belay.torch.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The language-model head with its loss, at the chosen rows alone and a chunk at a time: the full
 * logits {@code [N, V]} never exist. GEMMs run in the type of the weights; softmax, log-probability
 * and entropy are computed in fp32 with fp64 sums, and the logits' gradient overwrites the logits.
 *
 * <p>Log-probabilities are of {@code softmax(logits / temperature)}: the distribution that was
 * sampled, when the temperature is the rollout's.
 */
public final class ChunkedHead {

  /** Rows of a chunk when nothing else is asked for: 50 MB of bf16 logits at V = 49152. */
  public static final int DEFAULT_CHUNK_ROWS = 512;

  private final int chunkRows;
  private final double temperature;

  /** A head at a temperature, in chunks of {@link #DEFAULT_CHUNK_ROWS}. */
  public ChunkedHead(double temperature) {
    this(DEFAULT_CHUNK_ROWS, temperature);
  }

  /**
   * A head at a temperature.
   *
   * @param chunkRows rows whose logits are in memory at once; changes memory and speed, not results
   *     beyond the order of summation of the head's gradient
   * @param temperature above 0; logits are divided by it
   */
  public ChunkedHead(int chunkRows, double temperature) {
    if (chunkRows < 1) {
      throw new IllegalArgumentException("chunkRows must be 1 or more, was " + chunkRows);
    }
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException("temperature must be above 0, was " + temperature);
    }
    this.chunkRows = chunkRows;
    this.temperature = temperature;
  }

  /**
   * Computes the loss and its gradients over the rows of a step that is done in one pass.
   *
   * @see #forwardBackward(HeadRows, Parameter, Objective, ReferenceHead, Tensor, TokenScores)
   */
  public HeadResult forwardBackward(
      HeadRows rows,
      Parameter head,
      Objective objective,
      @Nullable ReferenceHead reference,
      Tensor dHidden) {
    TokenScores scores = TokenScores.ofSize(rows.size(), reference != null);
    double loss = forwardBackward(rows, head, objective, reference, dHidden, scores);
    return new HeadResult(loss, scores);
  }

  /**
   * Computes the loss and its gradients over some rows of a step.
   *
   * @param head weight {@code [V, H]}; its gradient is added to {@link Parameter#grad()}
   * @param objective the loss over the tokens of the step; asked for one token at a time, as many
   *     at once as there are threads
   * @param reference measures the exact KL when given, whether or not the loss uses it
   * @param dHidden dense {@code [N, H]} of the hidden states' type; overwritten by the gradient,
   *     zero at rows that were not chosen
   * @param scores of the whole step; those of the rows' tokens are filled in
   * @return sum of the objective over the rows, in their order
   * @throws NonFiniteException naming the row, if a logit, the loss or a slope is infinite or not a
   *     number; the head's gradient then holds the chunks done before
   */
  public double forwardBackward(
      HeadRows rows,
      Parameter head,
      Objective objective,
      @Nullable ReferenceHead reference,
      Tensor dHidden,
      TokenScores scores) {
    check(rows, head.value(), reference);
    rows.checkGradient(dHidden);
    checkNeeds(objective.needs(), reference);
    NativeMemory.zero(NativeMemory.address(dHidden), dHidden.nbytes());
    double[] losses = new double[rows.size()];
    double[] hiddenSlopes = new double[rows.size()];
    try (RowScratch scratch = new RowScratch(head.value().size(0))) {
      for (RowRange range : chunks(rows)) {
        try (TensorScope _ = new TensorScope()) {
          Tensor hidden = range.gather(rows.hidden());
          Tensor logits = Matmul.forward(hidden, head.value());
          Optional<HiddenDistance> distance = distance(range, hidden, reference, scores);
          pass(range, logits, reference, scratch, scores)
              .forwardBackward(objective, losses, hiddenSlopes);
          Tensor gradient = Matmul.inputGradient(logits, head.value());
          distance.ifPresent(moved -> moved.addGradient(hiddenSlopes, range.from(), gradient));
          range.scatter(gradient, dHidden);
          head.addProductGradient(logits, hidden);
        }
      }
    }
    return Arrays.stream(losses).sum();
  }

  private static void checkNeeds(Needs needs, @Nullable ReferenceHead reference) {
    if (needs.reference() && reference == null) {
      throw new IllegalArgumentException("the KL in the loss needs a reference");
    }
    if (needs.values()) {
      throw new IllegalArgumentException(
          "the objective needs values, which a language-model head does not give");
    }
    if (needs.stepScores()) {
      throw new IllegalArgumentException(
          "the objective needs the scores of the whole step first: pass its StepSlopes");
    }
  }

  /** Scores the chosen rows of a step that is done in one pass, without any gradient. */
  public TokenScores score(HeadRows rows, Tensor head, @Nullable ReferenceHead reference) {
    TokenScores scores = TokenScores.ofSize(rows.size(), reference != null);
    score(rows, head, reference, scores);
    return scores;
  }

  /**
   * Scores the chosen rows, without any gradient.
   *
   * @param head weight {@code [V, H]}
   * @param reference measures the exact KL when given
   * @param scores of the whole step; those of the rows' tokens are filled in
   * @throws NonFiniteException naming the row, if a logit is infinite or not a number
   */
  public void score(
      HeadRows rows, Tensor head, @Nullable ReferenceHead reference, TokenScores scores) {
    check(rows, head, reference);
    try (RowScratch scratch = new RowScratch(head.size(0))) {
      for (RowRange range : chunks(rows)) {
        try (TensorScope _ = new TensorScope()) {
          Tensor hidden = range.gather(rows.hidden());
          Tensor logits = Matmul.forward(hidden, head);
          var _ = distance(range, hidden, reference, scores);
          pass(range, logits, reference, scratch, scores).score();
        }
      }
    }
  }

  /** Measures how far hidden states have moved, if that is asked for. */
  private static Optional<HiddenDistance> distance(
      RowRange range, Tensor hidden, @Nullable ReferenceHead reference, TokenScores scores) {
    if (reference == null || scores.hiddenDistances() == null) {
      return Optional.empty();
    }
    HiddenDistance distance = new HiddenDistance(hidden, reference.hidden(range));
    distance.measure(range, scores);
    return Optional.of(distance);
  }

  private List<RowRange> chunks(HeadRows rows) {
    List<RowRange> chunks = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += chunkRows) {
      chunks.add(new RowRange(rows, from, Math.min(rows.size(), from + chunkRows)));
    }
    return chunks;
  }

  private ChunkPass pass(
      RowRange range,
      Tensor logits,
      @Nullable ReferenceHead reference,
      RowScratch scratch,
      TokenScores scores) {
    LogitsChunk policy = new LogitsChunk("policy", logits, temperature);
    LogitsChunk other = null;
    if (reference != null) {
      Tensor hidden = reference.hidden(range);
      other = new LogitsChunk("reference", Matmul.forward(hidden, reference.weight()), temperature);
    }
    return new ChunkPass(range, policy, other, scratch, scores);
  }

  private static void check(HeadRows rows, Tensor head, @Nullable ReferenceHead reference) {
    rows.checkAgainst(head);
    if (reference != null) {
      reference.checkAgainst(rows, head.size(0));
    }
  }
}
