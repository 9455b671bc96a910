package dev.belay.train.step;

import dev.belay.core.recipe.TrainSpec;
import dev.belay.session.plan.PlannedRewardModel;
import dev.belay.torch.learner.Backend;
import dev.belay.torch.learner.SequenceScorer;
import dev.belay.torch.model.RewardModel;
import dev.belay.torch.tensor.ComputeType;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The terms of a reward, and the reward models behind them, which are open until it is closed. */
public final class RewardModels implements AutoCloseable {

  private final Backend backend;
  private final ComputeType type;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /**
   * None open yet.
   *
   * @param type of the products of reward models
   */
  public RewardModels(Backend backend, ComputeType type) {
    this.backend = backend;
    this.type = type;
  }

  /** The reward that a recipe asks for, its models opened. */
  public RewardStep reward(TrainSpec.Rlvr spec, List<PlannedRewardModel> models) {
    List<RewardStep.Weighted> terms =
        spec.reward().stream()
            .map(
                term ->
                    new RewardStep.Weighted(
                        term.isModel()
                            ? model(found(term.name(), models), spec.budget().microBatchTokens())
                            : new VerdictReward(term.name()),
                        term.weight()))
            .toList();
    return new RewardStep(terms, spec.kl().rewardCoef());
  }

  private static PlannedRewardModel found(String name, List<PlannedRewardModel> models) {
    return models.stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the plan has no reward model " + name));
  }

  private ModelReward model(PlannedRewardModel planned, int maxTokens) {
    RewardModel model = RewardModel.open(planned.directory());
    open.push(model);
    SequenceScorer scorer = backend.scorer(model, type);
    open.push(scorer);
    return new ModelReward(metricName(planned), scorer, maxTokens);
  }

  /** The last part of a path, since a metric's name is a word. */
  private static String metricName(PlannedRewardModel planned) {
    return Optional.ofNullable(Path.of(planned.name()).getFileName())
        .map(Path::toString)
        .orElse("model");
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      close(open.pop());
    }
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("a reward model cannot be closed", e);
    }
  }
}
