package dev.belay.train.step;

import dev.belay.core.advantage.RewardBatch;
import dev.belay.core.advantage.TokenRewards;
import dev.belay.core.objective.OverlongPenalty;
import dev.belay.core.objective.RolloutBatch;
import dev.belay.core.recipe.TrainSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rewards of a step: {@code Σ weight · term + overlong − klCoef · KL}, the KL being the sum over
 * the completion's tokens ({@code docs/theory.md}) and {@code overlong} what completions near the
 * longest length lose, if the recipe says so. A completion that lacks a term that concerns it, such
 * as a verdict that is undecided, has no reward.
 */
public final class RewardStep {

  /** A term and how much it counts. */
  public record Weighted(RewardTerm term, double weight) {}

  /**
   * What a step's completions earned.
   *
   * @param batch rewards and scores
   * @param terms each term by its name, before its weight, shape {@code [B]}
   */
  public record Rewards(RewardBatch batch, Map<String, double[]> terms) {}

  private final List<Weighted> terms;
  private final Optional<OverlongPenalty> overlong;
  private final double klCoef;

  /**
   * A reward.
   *
   * @param terms at least one
   * @param klCoef 0 when the KL is not in the reward
   */
  public RewardStep(List<Weighted> terms, double klCoef) {
    this(terms, Optional.empty(), klCoef);
  }

  /**
   * A reward in which length may count.
   *
   * @param terms at least one
   * @param overlong what completions near the longest length lose
   * @param klCoef 0 when the KL is not in the reward
   */
  public RewardStep(List<Weighted> terms, Optional<OverlongPenalty> overlong, double klCoef) {
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("a reward needs at least one term");
    }
    this.terms = List.copyOf(terms);
    this.overlong = overlong;
    this.klCoef = klCoef;
  }

  /**
   * The reward of a recipe without reward models: its verifiers' verdicts, and the KL if it belongs
   * there. With models see {@link RewardModels#reward}.
   */
  public static RewardStep of(TrainSpec.Rlvr spec) {
    List<Weighted> terms =
        spec.reward().stream()
            .map(term -> new Weighted(new VerdictReward(term.name()), term.weight()))
            .toList();
    return new RewardStep(
        terms,
        spec.truncation().penalty(spec.rollout().maxCompletionTokens()),
        spec.kl().rewardCoef());
  }

  /** The same with what requests in between earn, each 1. */
  public RewardStep withSafety() {
    List<Weighted> more = new ArrayList<>(terms);
    more.add(new Weighted(new SafetyReward(), 1));
    return new RewardStep(more, overlong, klCoef);
  }

  /** The same with another coefficient of the KL in the reward. */
  public RewardStep withKlCoef(double coef) {
    return coef == klCoef ? this : new RewardStep(terms, overlong, coef);
  }

  /** Whether the rewards need the completions' KL. */
  public boolean needsKl() {
    return klCoef > 0;
  }

  /**
   * The rewards as an advantage may look at them.
   *
   * @param batch the tokens, with the reference's log-probs if {@link #needsKl}
   * @param greedy score of a greedy completion of each completion's prompt; null if not asked for
   */
  public TokenRewards ofTokens(Rewards rewards, RolloutBatch batch, double @Nullable [] greedy) {
    List<TokenRewards.Part> parts = new ArrayList<>();
    for (Weighted weighted : terms) {
      double[] values =
          Objects.requireNonNull(rewards.terms().get(weighted.term().name()), "a term is missing");
      parts.add(new TokenRewards.Part(weighted.weight(), values));
    }
    double[] penalties = null;
    if (needsKl()) {
      penalties = batch.tokenKls();
      for (int t = 0; t < penalties.length; t++) {
        penalties[t] = klCoef * penalties[t];
      }
    }
    return new TokenRewards(rewards.batch(), parts, batch.offsets(), penalties, greedy);
  }

  /** What every term says of completions, and their weighted sum. */
  public Scored score(List<Rollout> rollouts) {
    Map<String, double[]> values = new LinkedHashMap<>();
    double[] scores = new double[rollouts.size()];
    for (Weighted weighted : terms) {
      double[] term = weighted.term().of(rollouts);
      for (int i = 0; i < scores.length; i++) {
        if (weighted.term().concerns(rollouts.get(i))) {
          scores[i] += weighted.weight() * term[i];
        } else {
          term[i] = Double.NaN;
        }
      }
      values.put(weighted.term().name(), term);
    }
    return new Scored(rollouts, values, scores);
  }

  /**
   * The rewards of completions that have yet to be scored.
   *
   * @param sequenceKls as in {@link #run(Scored, double[])}
   */
  public Rewards run(List<Rollout> rollouts, double[] sequenceKls) {
    return run(score(rollouts), sequenceKls);
  }

  /**
   * The rewards of a step.
   *
   * @param sequenceKls KL of each completion in nats, shape {@code [B]}; read only if {@link
   *     #needsKl}
   */
  public Rewards run(Scored scored, double[] sequenceKls) {
    double[] scores = scored.scores();
    double[] rewards = scores.clone();
    List<Rollout> rollouts = scored.rollouts();
    overlong.ifPresent(
        penalty -> Arrays.setAll(rewards, i -> rewards[i] + penalty.at(length(rollouts.get(i)))));
    if (needsKl()) {
      Arrays.setAll(rewards, i -> rewards[i] - klCoef * sequenceKls[i]);
    }
    int[] groups = rollouts.stream().mapToInt(Rollout::group).toArray();
    int[] lengths = rollouts.stream().mapToInt(RewardStep::length).toArray();
    return new Rewards(new RewardBatch(rewards, scores, groups, lengths), scored.terms());
  }

  private static int length(Rollout rollout) {
    return rollout.completion().length();
  }
}
