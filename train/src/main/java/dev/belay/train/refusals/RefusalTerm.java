package dev.belay.train.refusals;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.Seeds;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.objective.ScaledObjective;
import dev.belay.core.objective.SftLoss;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.recipe.RefusalsSpec;
import dev.belay.torch.learner.Learner;
import dev.belay.torch.tensor.NonFiniteException;
import dev.belay.train.step.EpochOrder;
import dev.belay.train.step.GradientTerm;
import dev.belay.train.step.StepBatches;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy on what the model said before training, {@code γ · mean_t −log π(y⁰_t | x, y⁰_<t)},
 * the mean over all tokens y⁰ of as many of its refusals as of its answers: PPO-ptx with safety
 * data (arXiv 2203.02155, eq. 2; SafeInstr, arXiv 2309.07875), in the same optimizer step as the
 * task.
 *
 * <p>It is not 0 where the policy is the model before training, and has a slope there: it asks for
 * the same words with more confidence, for ever.
 */
public final class RefusalTerm implements GradientTerm {

  private final double coef;
  private final int ofEachKind;
  private final int microBatchTokens;
  private final EpochOrder<TokenSequence> refusals;
  private final EpochOrder<TokenSequence> answers;
  private @Nullable Measured pending;
  private @Nullable Update last;
  private double seconds;

  /**
   * What an update measured, before the weights moved.
   *
   * @param all cross-entropy of a token, in nats, over refusals and answers
   * @param refusals over refusals alone
   * @param answers over answers alone
   * @param tokens of both
   */
  record Measured(double all, double refusals, double answers, int tokens) {}

  /** An update that was taken. */
  record Update(Measured measured, Joined joined) {}

  /**
   * A term.
   *
   * @param refusals the model's own, each with a completion; at least one
   * @param answers likewise
   * @param microBatchTokens tokens of one pass
   * @param seed of the run
   */
  public RefusalTerm(
      RefusalsSpec.Term spec,
      List<TokenSequence> refusals,
      List<TokenSequence> answers,
      int microBatchTokens,
      long seed) {
    this.coef = spec.coef();
    this.ofEachKind = spec.promptsPerStep() / 2;
    this.microBatchTokens = microBatchTokens;
    this.refusals = new EpochOrder<>(refusals, Seeds.derive(seed, "refusals"));
    this.answers = new EpochOrder<>(answers, Seeds.derive(seed, "answers"));
  }

  @Override
  public Combination combination() {
    return Combination.SUM;
  }

  @Override
  public double weight() {
    return coef;
  }

  @Override
  public void accumulate(Learner learner, long update, double scale) {
    List<GroupedSequence> sequences = new ArrayList<>(2 * ofEachKind);
    int refused = add(refusals.ofStep(update, ofEachKind), sequences);
    int tokens = refused + add(answers.ofStep(update, ofEachKind), sequences);
    SftLoss loss = new SftLoss(tokens);
    try (StepBatches batches = new StepBatches(sequences, microBatchTokens)) {
      TokenScores scores = TokenScores.ofSize(tokens, false);
      batches.accumulate(learner, new ScaledObjective(loss, scale), scores);
      double[] logProbs = scores.logProbs();
      pending =
          new Measured(
              -mean(logProbs, 0, tokens),
              -mean(logProbs, 0, refused),
              -mean(logProbs, refused, tokens),
              tokens);
    } catch (NonFiniteException e) {
      throw new NonFiniteException("on the model's own refusals: " + e.getMessage());
    }
  }

  /** Adds them, each as a group of its own; returns their tokens. */
  private static int add(List<TokenSequence> own, List<GroupedSequence> sequences) {
    int tokens = 0;
    for (TokenSequence sequence : own) {
      sequences.add(new GroupedSequence(sequence, sequences.size()));
      tokens += sequence.completionTokenIds().length;
    }
    return tokens;
  }

  private static double mean(double[] column, int from, int to) {
    double sum = 0;
    for (int t = from; t < to; t++) {
      sum += column[t];
    }
    return sum / (to - from);
  }

  @Override
  public void taken(Learner learner, Joined joined) {
    last = new Update(Objects.requireNonNull(pending, "no gradient was accumulated"), joined);
    pending = null;
    seconds += joined.seconds();
  }

  /** The last update; null before the first of this process. */
  @Nullable Update last() {
    return last;
  }

  /** Seconds since this was asked last. */
  double takeSeconds() {
    double taken = seconds;
    seconds = 0;
    return taken;
  }
}
