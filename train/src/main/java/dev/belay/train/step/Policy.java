package dev.belay.train.step;

import dev.belay.core.objective.LearningRateSchedule;
import dev.belay.core.objective.Objective;
import dev.belay.core.objective.SftLoss;
import dev.belay.core.objective.StepSlopes;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.run.Stateful;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.learner.Learner;
import dev.belay.torch.learner.Reference;
import dev.belay.torch.model.AdapterWriter;
import dev.belay.torch.model.ModelWriter;
import dev.belay.torch.model.ScalarWeights;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.optim.GradientNorm;
import dev.belay.torch.optim.GradientProjection;
import dev.belay.torch.optim.StartPull;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NonFiniteException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The policy in training: its weights, and the one update that every method uses.
 *
 * <p>An update runs the step's micro-batches forward and backward, adding gradients up in fp32,
 * then clips the global norm and takes one optimizer step. How the step is cut into micro-batches
 * does not change the sum.
 */
public final class Policy implements Stateful, AutoCloseable {

  private final Learner learner;
  private final LearningRateSchedule schedule;
  private final double clipNorm;
  private final Path sourceModel;
  private final List<GradientTerm> terms = new ArrayList<>();
  private Runnable beforeChange = () -> {};

  /**
   * A policy in training; it owns the learner.
   *
   * @param clipNorm the gradient's global norm is scaled down to it; 0 turns clipping off
   * @param sourceModel where tokenizer and template are copied from when the weights are written
   */
  public Policy(Learner learner, LearningRateSchedule schedule, double clipNorm, Path sourceModel) {
    this.learner = learner;
    this.schedule = schedule;
    this.clipNorm = clipNorm;
    this.sourceModel = sourceModel;
  }

  /** Has a loss beside the task's take part in every update from now on, after those before it. */
  public void add(GradientTerm term) {
    terms.add(term);
  }

  /** Pulls the weights towards where they stand now; see {@link Learner#pullToStart}. */
  public StartPull pullToStart(StartPull.Settings settings) {
    return learner.pullToStart(settings);
  }

  /**
   * Adds the squared gradient of {@code log π} of the batches' completions, all tokens together, to
   * a pull's Fisher information.
   *
   * @param share of this gradient in the mean
   */
  public void addSquares(StartPull pull, StepBatches batches, double share) {
    try {
      int tokens = batches.completionTokens();
      batches.accumulate(learner, new SftLoss(1), learner.room(tokens, false));
      learner.gradientNorm(); // Throws if one is not finite.
      pull.addSquares(share);
    } catch (RuntimeException e) {
      learner.dropGradients();
      throw e;
    }
  }

  /** Has somebody told before the weights change, who may hold that up. */
  public void beforeChange(Runnable told) {
    beforeChange = told;
  }

  /** Tells whoever asked to be told that something of the run's state changes now. */
  void changing() {
    beforeChange.run();
  }

  /** The weights as they are now: those that rollouts are sampled from. */
  public WeightSource weights() {
    return learner.weights();
  }

  /** What training would leave now, and what is measured: a running mean of the weights, if any. */
  public WeightSource result() {
    return learner.result();
  }

  /** The model before training, if the learner holds its weights; see {@link Learner#start}. */
  public Optional<Reference> start() {
    return learner.start();
  }

  /**
   * Writes {@link #result()} as a Hugging Face directory, or its adapter as PEFT does. The
   * directory must not exist.
   */
  public void writeModel(Path target) {
    // An adapter file has no place for a scalar head: such a model is written whole.
    if (learner.adapter().isPresent() && !(learner.result() instanceof ScalarWeights)) {
      new AdapterWriter(learner.result(), learner.adapter().get(), sourceModel).write(target);
      return;
    }
    boolean bf16 = learner.type() == ComputeType.BFLOAT16;
    new ModelWriter(learner.result(), bf16 ? ElementType.BF16 : ElementType.F32)
        .source(sourceModel)
        .write(target);
  }

  /**
   * One optimizer step on the batches.
   *
   * <p>The gradients of {@link #add further terms} go into the same step.
   *
   * <p>An objective that needs the scores of the whole step costs one more forward pass.
   *
   * @param objective over the completion tokens of all batches, in their order
   * @param update number of this optimizer step, from 1: sets the learning rate
   * @throws NonFiniteException if a loss or gradient is not finite; weights and moments then stand
   *     as before, and gradients are dropped
   */
  public UpdateResult update(StepBatches batches, Objective objective, long update) {
    try {
      boolean reference = batches.reference() != null;
      TokenScores scores = learner.room(batches.completionTokens(), reference);
      double loss = accumulate(batches, objective, scores);
      List<GradientTerm.Joined> joined = new ArrayList<>();
      for (GradientTerm term : terms) {
        joined.add(join(term, update));
      }
      GradientNorm gradNorm = new GradientNorm(learner.gradientNorm());
      double learningRate = schedule.at(update - 1) * rateShare();
      beforeChange.run();
      learner.step(learningRate, gradNorm.clipScale(clipNorm));
      for (int i = 0; i < terms.size(); i++) {
        terms.get(i).taken(learner, joined.get(i));
      }
      return new UpdateResult(loss, gradNorm.value(), learningRate, scores);
    } catch (RuntimeException e) {
      learner.dropGradients();
      throw e;
    }
  }

  /** Adds the gradients of all micro-batches; returns the loss. */
  private double accumulate(StepBatches batches, Objective objective, TokenScores scores) {
    double loss = 0;
    Objective ofTokens = objective;
    if (objective.needs().stepScores()) {
      StepSlopes known = StepSlopes.of(objective, score(batches));
      ofTokens = known;
      loss = known.loss();
      if (!Double.isFinite(loss)) {
        throw new NonFiniteException("the loss of the step is not finite: " + loss);
      }
    }
    return loss + batches.accumulate(learner, ofTokens, scores);
  }

  /** Adds a term's gradient to what there is, in its own way. */
  private GradientTerm.Joined join(GradientTerm term, long update) {
    long start = System.nanoTime();
    double weight = term.weight();
    Optional<GradientProjection.Result> projection = Optional.empty();
    Optional<GradientProjection.Rule> rule = term.combination().projection();
    if (rule.isEmpty()) {
      term.accumulate(learner, update, weight);
    } else {
      learner.setGradientsAside();
      term.accumulate(learner, update, 1);
      projection = Optional.of(learner.joinGradients(weight, rule.get()));
    }
    return new GradientTerm.Joined(weight, projection, (System.nanoTime() - start) / 1e9);
  }

  private double rateShare() {
    return terms.stream().mapToDouble(GradientTerm::rateShare).min().orElse(1);
  }

  /** What the policy says now at every completion token, without any gradient. */
  public TokenScores score(StepBatches batches) {
    return learner.score(batches.packed(), batches.reference());
  }

  /** Log-probs of every completion token under the reference, shape {@code [R]}. */
  public double[] scoreReference(StepBatches batches) {
    Reference.Step reference = batches.reference();
    if (reference == null) {
      throw new IllegalStateException("the batches have no reference");
    }
    return reference.logProbs();
  }

  @Override
  public String name() {
    return "policy";
  }

  /** {@code model/} for people and other programs, and the optimizer's state for the next step. */
  @Override
  public void write(Path folder) throws IOException {
    writeModel(folder.resolve("model"));
    learner.state().write(folder);
  }

  @Override
  public boolean outlivesTraining() {
    return false;
  }

  @Override
  public void read(Path folder) throws IOException {
    learner.state().read(folder);
  }

  @Override
  public void close() {
    learner.close();
  }

  /**
   * What one optimizer step did.
   *
   * @param loss the objective, summed over all completion tokens; without further terms
   * @param gradNorm global norm of all gradients together, before clipping
   * @param learningRate the rate used
   * @param scores what the policy said before the step
   */
  public record UpdateResult(
      double loss, double gradNorm, double learningRate, TokenScores scores) {}
}
