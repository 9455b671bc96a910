package dev.belay.core.recipe;

import dev.belay.core.recipe.TrainSpec.BudgetSpec;
import dev.belay.core.recipe.TrainSpec.KlSpec;
import dev.belay.core.recipe.TrainSpec.RewardSpec;
import dev.belay.core.recipe.TrainSpec.RolloutSpec;
import dev.belay.core.recipe.TrainSpec.UntilSpec;
import java.util.List;

/** Reads the {@code train} section, one method at a time: a key of another method is unknown. */
final class TrainSpecReader {

  /** The methods of {@code train.method}. */
  enum Method {
    SFT,
    RLVR
  }

  private TrainSpecReader() {}

  static TrainSpec read(Section section) {
    return switch (section.choice("method", Method.class, null)) {
      case SFT -> sft(section);
      case RLVR -> rlvr(section);
    };
  }

  private static TrainSpec.Sft sft(Section section) {
    List<DataSpec> data = data(section);
    return new TrainSpec.Sft(
        data,
        section.section("optimizer", s -> optimizer(s, 5e-5)),
        budget(section),
        section.count("batch_size", 32, 1),
        section.number("epochs", 1.0, value -> value > 0, "above 0"),
        section.count("self_completion_tokens", 64, 1));
  }

  private static TrainSpec.Rlvr rlvr(Section section) {
    String algorithm = section.text("algorithm", "grpo");
    List<DataSpec> data = data(section);
    List<RewardSpec> reward = section.sections("reward", TrainSpecReader::reward);
    if (reward.isEmpty()) {
      section.issue("reward", "needs at least one term, such as [ { verifier: math } ].");
    }
    RolloutSpec rollout = section.section("rollout", TrainSpecReader::rollout);
    KlSpec kl = section.section("kl", TrainSpecReader::kl);
    return new TrainSpec.Rlvr(
        data,
        section.section("optimizer", s -> optimizer(s, 1e-6)),
        budget(section),
        algorithm,
        reward,
        rollout,
        kl,
        section.count("steps", 100, 1));
  }

  private static List<DataSpec> data(Section section) {
    List<DataSpec> data = section.sections("data", TrainSpecReader::datum);
    if (data.isEmpty()) {
      section.issue("data", "needs at least one source, such as { source: arithmetic }.");
    }
    return data;
  }

  private static DataSpec datum(Section section) {
    return new DataSpec(
        section.requiredText("source"),
        section.optionalText("split"),
        section.optionalText("label"),
        section.optionalText("path"),
        section.count("limit", 0, 0),
        section.choice("completions", DataSpec.Completions.class, DataSpec.Completions.GIVEN));
  }

  private static BudgetSpec budget(Section section) {
    return new BudgetSpec(
        section.count("micro_batch_tokens", 2048, 1),
        section.count("checkpoint_every_steps", 10, 1),
        section.optionalSection("until", TrainSpecReader::until));
  }

  private static UntilSpec until(Section section) {
    return new UntilSpec(
        section.section("data", TrainSpecReader::datum),
        section.number("accuracy", null, value -> value > 0 && value <= 1, "in (0, 1]"),
        section.count("every_steps", 5, 1),
        section.count("max_completion_tokens", 64, 1));
  }

  private static RewardSpec reward(Section section) {
    return new RewardSpec(
        section.requiredText("verifier"),
        section.number("weight", 1.0, value -> value != 0, "a number other than 0"));
  }

  private static RolloutSpec rollout(Section section) {
    return new RolloutSpec(
        section.count("prompts_per_step", 8, 1),
        section.count("group_size", 8, 2),
        section.count("max_completion_tokens", 128, 1),
        section.number("temperature", 1.0, value -> value > 0, "above 0"),
        section.count("top_k", 0, 0),
        section.number("top_p", 1.0, value -> value > 0 && value <= 1, "in (0, 1]"),
        section.number("min_p", 0.0, value -> value >= 0 && value <= 1, "in [0, 1]"),
        section.count("updates", 1, 1));
  }

  private static KlSpec kl(Section section) {
    return new KlSpec(
        section.number("coef", 0.0, value -> value >= 0, "0 or more"),
        section.choice("estimator", KlSpec.Estimator.class, KlSpec.Estimator.K1),
        section.choice("placement", KlSpec.Placement.class, KlSpec.Placement.REWARD));
  }

  private static OptimizerSpec optimizer(Section section, double learningRate) {
    return new OptimizerSpec(
        section.number("learning_rate", learningRate, value -> value > 0, "above 0"),
        section.choice("schedule", OptimizerSpec.Schedule.class, OptimizerSpec.Schedule.CONSTANT),
        section.count("warmup_steps", 0, 0),
        section.number("beta1", 0.9, value -> value >= 0 && value < 1, "in [0, 1)"),
        section.number("beta2", 0.95, value -> value >= 0 && value < 1, "in [0, 1)"),
        section.number("eps", 1e-8, value -> value > 0, "above 0"),
        section.number("weight_decay", 0.0, value -> value >= 0, "0 or more"),
        section.number("clip_norm", 1.0, value -> value >= 0, "0 or more"));
  }
}
