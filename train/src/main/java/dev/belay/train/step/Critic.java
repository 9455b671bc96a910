package dev.belay.train.step;

import dev.belay.core.advantage.ActorCritic;
import dev.belay.core.advantage.Gae;
import dev.belay.core.advantage.TokenRewards;
import dev.belay.core.objective.LearningRateSchedule;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.objective.ValueLoss;
import dev.belay.core.recipe.CriticSpec;
import dev.belay.core.run.Stateful;
import dev.belay.torch.learner.Learner;
import dev.belay.torch.learner.PackedStep;
import dev.belay.torch.optim.GradientNorm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The critic of an actor-critic algorithm: a model of its own that says before every token what is
 * still to be earned, and learns it from each rollout in as many updates as the policy takes.
 */
public final class Critic implements Stateful, AutoCloseable {

  /**
   * How it trains.
   *
   * @param spec its part of the recipe
   * @param schedule of its learning rate, over its updates
   * @param clipNorm the gradient's global norm is scaled down to it; 0 turns clipping off
   * @param epochs passes of its updates over each rollout
   */
  public record Setting(
      CriticSpec spec, LearningRateSchedule schedule, double clipNorm, int epochs) {

    ActorCritic advantage() {
      return spec.advantage();
    }
  }

  private final Learner learner;
  private final Policy policy;
  private final Setting setting;

  /**
   * A critic, which owns its learner.
   *
   * @param learner gives values
   * @param policy whose completions it values; told before anything changes
   */
  public Critic(Learner learner, Policy policy, Setting setting) {
    this.learner = learner;
    this.policy = policy;
    this.setting = setting;
  }

  /** What it says before every token of a step, shape {@code [M]}. */
  public double[] values(ScoredRollouts scored) {
    double[] values = new double[scored.batch().tokens()];
    for (ScoredRollouts.Part part : scored.parts()) {
      TokenScores scores = learner.score(part.batches().packed(), null);
      double[] said = Objects.requireNonNull(scores.values(), "a critic gives values");
      for (int t = 0; t < said.length; t++) {
        values[part.tokens()[t]] = said[t];
      }
    }
    return values;
  }

  /**
   * Learns from a rollout. To be called before the policy is updated on it.
   *
   * @param step from 1
   * @param rewards with the values from before
   * @return what the log shows
   * @throws dev.belay.torch.tensor.NonFiniteException if a value, loss or gradient is not finite
   */
  public Map<String, Double> update(long step, ScoredRollouts scored, TokenRewards rewards) {
    double[] old = Objects.requireNonNull(rewards.values(), "the critic was not asked");
    Gae.Estimates estimates = setting.advantage().estimates(rewards);
    Targets targets = new Targets(estimates.returns(), old, rewards.counted());
    long update = (step - 1) * setting.epochs() * scored.parts().size();
    @Nullable Done first = null;
    Done last = null;
    for (int epoch = 0; epoch < setting.epochs(); epoch++) {
      for (ScoredRollouts.Part part : scored.parts()) {
        last = update(part, targets.of(part.tokens(), setting.spec().clip()), update++);
        first = first == null ? last : first;
      }
    }
    return measured(targets, first, last);
  }

  /** What the values of a step should be, and were. */
  @SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
  private record Targets(double[] returns, double[] old, boolean[] counted) {

    /** The loss over some tokens: the mean over those that count. */
    ValueLoss of(int[] tokens, double clip) {
      double count = (double) Arrays.stream(tokens).filter(t -> counted[t]).count();
      return new ValueLoss(
          Arrays.stream(tokens).mapToDouble(t -> returns[t]).toArray(),
          Arrays.stream(tokens).mapToDouble(t -> old[t]).toArray(),
          Arrays.stream(tokens).mapToDouble(t -> counted[t] ? 1 / count : 0).toArray(),
          clip);
    }

    /** The loss over the whole step, without a clip. */
    ValueLoss whole() {
      int[] all = new int[returns.length];
      Arrays.setAll(all, t -> t);
      return of(all, Double.POSITIVE_INFINITY);
    }
  }

  /** What one update did. */
  private record Done(double loss, double gradNorm, double clippedShare) {}

  private Done update(ScoredRollouts.Part part, ValueLoss objective, long update) {
    try {
      PackedStep packed = part.batches().packed();
      TokenScores scores = learner.room(packed.completionTokens(), false);
      double loss = 0;
      for (PackedStep.MicroBatch batch : packed.microBatches()) {
        loss += learner.accumulate(batch, objective, null, scores);
      }
      GradientNorm norm = new GradientNorm(learner.gradientNorm());
      policy.changing();
      learner.step(setting.schedule().at(update), norm.clipScale(setting.clipNorm()));
      double[] values = Objects.requireNonNull(scores.values());
      return new Done(loss, norm.value(), objective.clippedShare(values));
    } catch (RuntimeException e) {
      learner.dropGradients();
      throw e;
    }
  }

  private static Map<String, Double> measured(
      Targets targets, @Nullable Done first, @Nullable Done last) {
    Map<String, Double> measured = new LinkedHashMap<>();
    if (first == null || last == null) {
      return measured;
    }
    measured.put("value_loss", first.loss());
    measured.put("value_grad_norm", last.gradNorm());
    put(measured, "value_mean", TokenScores.mean(targets.old()));
    put(measured, "value_clip_share", last.clippedShare());
    put(measured, "value_explained_variance", targets.whole().explainedVariance(targets.old()));
    return measured;
  }

  private static void put(Map<String, Double> measured, String name, double value) {
    if (Double.isFinite(value)) {
      measured.put(name, value);
    }
  }

  @Override
  public String name() {
    return "critic";
  }

  @Override
  public void write(Path folder) throws IOException {
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
}
