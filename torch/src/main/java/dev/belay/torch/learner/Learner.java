package dev.belay.torch.learner;

import dev.belay.core.objective.DivergenceObjective;
import dev.belay.core.objective.Objective;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.run.Stateful;
import dev.belay.torch.model.LoraSettings;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.optim.GradientProjection;
import dev.belay.torch.optim.StartPull;
import dev.belay.torch.tensor.ComputeType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model in training, on whatever computes it. A step runs its micro-batches through {@link
 * #accumulate}, looks at {@link #gradientNorm} and ends with {@link #step}: in between gradients
 * add up in fp32, so how the step is cut into micro-batches does not change their sum.
 *
 * <p>For one thread at a time. A {@link Reference.Step} must come from a reference of the same
 * backend.
 */
public interface Learner extends AutoCloseable {

  /**
   * Room for what it says of the tokens of a step.
   *
   * @param reference whether it is compared with one
   */
  TokenScores room(int tokens, boolean reference);

  /**
   * What the policy says now at every completion token, without any gradient.
   *
   * @param reference measures the exact KL when given
   * @return of shape {@code [R]}, in the order of the step
   */
  default TokenScores score(PackedStep step, Reference.@Nullable Step reference) {
    TokenScores scores = room(step.completionTokens(), reference != null);
    score(step, reference, scores);
    return scores;
  }

  /**
   * The same into room of the caller's, which says what of the laws is measured.
   *
   * @param scores of all completion tokens of the step
   */
  void score(PackedStep step, Reference.@Nullable Step reference, TokenScores scores);

  /**
   * Runs one micro-batch forward and backward and adds its gradients.
   *
   * @param objective over the tokens of the whole step; not one that needs their scores first
   * @param reference of the whole step; measures the exact KL when given
   * @param scores of the whole step; those of this micro-batch are filled in
   * @return its share of the objective
   * @throws dev.belay.torch.tensor.NonFiniteException if a logit, the loss or a slope is not finite
   */
  double accumulate(
      PackedStep.MicroBatch batch,
      Objective objective,
      Reference.@Nullable Step reference,
      TokenScores scores);

  /**
   * The same at embeddings that are moved, for the policy and the reference alike, to where they
   * differ most nearby.
   *
   * @param objective at the moved embeddings
   * @param reference its decoder, asked as often as the perturbation takes steps, and once more
   * @param scores what is said at the embeddings as they are, and what at the moved ones; those of
   *     this micro-batch are filled in
   * @return its share of the objective, at the moved embeddings
   * @throws dev.belay.torch.tensor.NonFiniteException if a logit, the loss or a slope is not finite
   */
  double accumulate(
      PackedStep.MicroBatch batch,
      DivergenceObjective objective,
      Reference reference,
      Perturbation perturbation,
      Perturbation.Scores scores);

  /**
   * The Euclidean norm of all gradients together.
   *
   * @throws dev.belay.torch.tensor.NonFiniteException if one is not finite
   */
  double gradientNorm();

  /**
   * One optimizer step; gradients are zero afterwards.
   *
   * @param gradientScale multiplies every gradient first: the clip's factor, or 1
   */
  void step(double learningRate, double gradientScale);

  /**
   * Sets what was accumulated aside, so that what is accumulated next stands apart from it until
   * {@link #joinGradients}. It costs a second set of gradients, which is kept.
   */
  void setGradientsAside();

  /**
   * Joins what was set aside, g, with what was accumulated since, a: where g opposes a it gives
   * that up, then {@code weight · a} is added.
   */
  GradientProjection.Result joinGradients(double weight, GradientProjection.Rule rule);

  /** Forgets what was accumulated since the last step. */
  void dropGradients();

  /**
   * Pulls the weights, from the next step on, towards where they stand now, unless its gradient is
   * added by hand: see {@link StartPull.Settings#decoupled}. It is valid as long as the learner,
   * and no part of its state: a resumed run asks again before the state is read.
   */
  StartPull pullToStart(StartPull.Settings settings);

  /** The weights as they are now; valid as long as the learner. */
  WeightSource weights();

  /** What training leaves: the running mean of the weights, or {@link #weights()} without one. */
  WeightSource result();

  /** What is trained beside weights that stand still; empty where every weight is trained. */
  default Optional<LoraSettings> adapter() {
    return Optional.empty();
  }

  /**
   * The model before training, if this learner holds its weights: those that its adapter stands
   * beside. It is valid as long as the learner, and costs no second copy of the weights.
   */
  default Optional<Reference> start() {
    return Optional.empty();
  }

  /** Type of weights and activations in products. */
  ComputeType type();

  /** Master weights, moments and the number of steps: all that the next step depends on. */
  Stateful state();

  @Override
  void close();
}
