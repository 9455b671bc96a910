package dev.belay.core.recipe;

import dev.belay.core.objective.Algorithm;
import dev.belay.core.objective.LearningRateSchedule.Shape;
import dev.belay.core.recipe.TrainSpec.BudgetSpec;
import dev.belay.core.recipe.TrainSpec.KlSpec;
import dev.belay.core.recipe.TrainSpec.RewardSpec;
import dev.belay.core.recipe.TrainSpec.RolloutSpec;
import dev.belay.core.recipe.TrainSpec.UntilSpec;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Reads the {@code train} section, one method at a time: a key of another method is unknown. */
final class TrainSpecReader {

  /** The methods of {@code train.method}. */
  enum Method {
    SFT,
    RLVR
  }

  private static final Key OPTIMIZER =
      Key.of("optimizer", "AdamW and its schedule").source("arXiv:1711.05101");

  private static final Key SELF_COMPLETION_TOKENS =
      Key.of(
              "self_completion_tokens",
              "longest of the model's own completions, which data with `completions: self` imitate")
          .unit("tokens");

  private TrainSpecReader() {}

  static TrainSpec read(Section section) {
    Key method =
        Key.of(
                "method",
                "supervised fine-tuning, or reinforcement learning with verifiable rewards")
            .source("algorithms/README.md");
    return switch (section.choice(method, Method.class, null)) {
      case SFT -> sft(section);
      case RLVR -> rlvr(section);
    };
  }

  private static TrainSpec.Sft sft(Section section) {
    List<DataSpec> data = data(section, TrainSpecReader::demonstrations);
    TrainSpec.Sft spec = sft(section, data);
    if (data.stream().noneMatch(one -> one.completions() == DataSpec.Completions.SELF)) {
      section.drop(
          "has no meaning here: no data have completions: self; drop it.",
          SELF_COMPLETION_TOKENS.name());
    }
    return spec;
  }

  private static TrainSpec.Sft sft(Section section, List<DataSpec> data) {
    return new TrainSpec.Sft(
        data,
        section.section(OPTIMIZER, s -> optimizer(s, 5e-5)),
        budget(section),
        guards(section),
        section.count(
            Key.of("batch_size", "demonstrations of a step").unit("demonstrations"), 32, 1),
        section.number(
            Key.of("epochs", "passes over the data; a fraction is allowed").unit("passes"),
            1.0,
            value -> value > 0,
            "above 0"),
        section.count(SELF_COMPLETION_TOKENS, 64, 1));
  }

  private static TrainSpec.Rlvr rlvr(Section section) {
    Algorithm algorithm = AlgorithmReader.read(section);
    List<DataSpec> data = data(section, TrainSpecReader::prompts);
    List<RewardSpec> reward = rewards(section);
    RolloutSpec rollout =
        section.section(
            Key.of("rollout", "how completions are sampled"),
            s -> RolloutSpecReader.read(s, algorithm));
    AlgorithmReader.refuseInertClip(section, algorithm, rollout);
    KlSpec kl =
        section.section(
            Key.of(
                    "kl",
                    "how far the policy may go, on the task's own prompts, from the model before"
                        + " training")
                .source("theory.md"),
            KlSpecReader::read);
    return new TrainSpec.Rlvr(
        data,
        section.section(OPTIMIZER, s -> optimizer(s, 1e-6)),
        budget(section),
        guards(section),
        AlgorithmReader.presetOf(section),
        algorithm,
        reward,
        rollout,
        kl,
        section.count(
            Key.of("steps", "rollouts, each followed by its updates").unit("steps"), 100, 1));
  }

  private static List<DataSpec> data(Section section, Function<Section, DataSpec> datum) {
    Key key = Key.of("data", "what to train on").source("data.md");
    List<DataSpec> data = section.sections(key, datum);
    if (data.isEmpty()) {
      section.issue("data", "needs at least one source, such as { source: arithmetic }.");
    }
    return data;
  }

  private static DataSpec demonstrations(Section section) {
    DataSpec prompts = prompts(section);
    return new DataSpec(
        prompts.source(),
        prompts.split(),
        prompts.label(),
        prompts.path(),
        prompts.limit(),
        section.choice(
            Key.of(
                "completions",
                "what to imitate: the completions of the data, or the model's own greedy ones from"
                    + " before training"),
            DataSpec.Completions.class,
            DataSpec.Completions.GIVEN));
  }

  /** Prompts without completions, so there is no choice of these. */
  static DataSpec prompts(Section section) {
    return new DataSpec(
        section.requiredText(
            Key.of(
                    "source",
                    "a dataset's name (`belay data list`); with `path` a name for your file")
                .source("data.md")),
        section.optionalText(
            Key.of("split", "a part of the dataset; without it the first").source("data.md")),
        section.optionalText(
            Key.of("label", "keeps only records with this label: `refuse` or `answer`")),
        section.optionalText(Key.of("path", "a file of your own").source("data.md")),
        section.count(
            Key.of("limit", "at most so many records, chosen by hashed order; 0 takes all")
                .unit("records"),
            0,
            0),
        DataSpec.Completions.GIVEN);
  }

  private static BudgetSpec budget(Section section) {
    return new BudgetSpec(
        section.count(
            Key.of(
                    "micro_batch_tokens",
                    "tokens of one forward and backward pass; bounds memory and never changes the"
                        + " update")
                .unit("tokens"),
            2048,
            1),
        section.count(
            Key.of(
                    "checkpoint_every_steps",
                    "how often the whole state is saved; a resumed run repeats at most so many"
                        + " steps")
                .unit("steps"),
            10,
            1),
        section.optionalSection(
            Key.of("until", "stops early, once a capability is reached"), TrainSpecReader::until));
  }

  private static Guards guards(Section section) {
    return new Guards(
        section.optionalSection(
            Key.of(
                    "anchor",
                    "holds the policy where safety lives: the exact KL to the model before training"
                        + " on prompts of its own, in every update")
                .source("safety/anchor.md"),
            AnchorSpecReader::read),
        section.optionalSection(
            Key.of(
                    "monitor",
                    "asks probe prompts while it trains, acts on an alarm and certifies the end")
                .source("safety/monitor.md"),
            MonitorSpecReader::read));
  }

  private static UntilSpec until(Section section) {
    return new UntilSpec(
        section.section(
            Key.of("data", "problems to measure on, apart from those of the evaluation"),
            TrainSpecReader::prompts),
        section.number(
            Key.of("accuracy", "share of correct greedy completions to reach").unit("share"),
            null,
            value -> value > 0 && value <= 1,
            "in (0, 1]"),
        section.count(
            Key.of("every_steps", "how often to measure; the last step is measured as well")
                .unit("steps"),
            5,
            1),
        section.count(Key.of("max_completion_tokens", "longest completion").unit("tokens"), 64, 1));
  }

  private static List<RewardSpec> rewards(Section section) {
    List<RewardSpec> rewards =
        section.sections(
            Key.of("reward", "what a completion earns, as a weighted sum of terms"),
            TrainSpecReader::reward);
    if (rewards.isEmpty()) {
      section.issue("reward", "needs at least one term, such as [ { verifier: math } ].");
    }
    List<String> verifiers = rewards.stream().map(RewardSpec::verifier).toList();
    if (Set.copyOf(verifiers).size() < verifiers.size()) {
      section.issue("reward", "found " + verifiers + ", must be verifiers, each once.");
    }
    return rewards;
  }

  private static RewardSpec reward(Section section) {
    return new RewardSpec(
        section.requiredText(
            Key.of("verifier", "checks completions: `math`, `choice` or one of your own")
                .source("extending.md")),
        section.number(
            Key.of("weight", "what a correct completion earns").unit("reward"),
            1.0,
            value -> value != 0,
            "a number other than 0"));
  }

  private static OptimizerSpec optimizer(Section section, double learningRate) {
    return new OptimizerSpec(
        section.number(
            Key.of("learning_rate", "the peak rate, reached after the warm-up"),
            learningRate,
            value -> value > 0,
            "above 0"),
        section.choice(
            Key.of("schedule", "how the rate goes on after the warm-up"),
            Shape.class,
            Shape.CONSTANT),
        section.count(
            Key.of("warmup_steps", "updates of the linear warm-up").unit("updates"), 0, 0),
        section.number(
            Key.of("beta1", "decay of the first moment"),
            0.9,
            value -> value >= 0 && value < 1,
            "in [0, 1)"),
        section.number(
            Key.of("beta2", "decay of the second moment"),
            0.95,
            value -> value >= 0 && value < 1,
            "in [0, 1)"),
        section.number(
            Key.of("eps", "added to the root of the second moment"),
            1e-8,
            value -> value > 0,
            "above 0"),
        section.number(
            Key.of("weight_decay", "decoupled weight decay, times the rate"),
            0.0,
            value -> value >= 0,
            "0 or more"),
        section.number(
            Key.of(
                    "ema_decay",
                    "what training leaves is a running mean of the weights with this decay a step,"
                        + " begun at the weights before training; 0 leaves the last weights")
                .source("arXiv:2508.12531"),
            0.0,
            value -> value >= 0 && value < 1,
            "in [0, 1)"),
        section.number(
            Key.of("clip_norm", "the gradient's global norm is scaled down to it; 0 turns it off"),
            1.0,
            value -> value >= 0,
            "0 or more"));
  }
}
