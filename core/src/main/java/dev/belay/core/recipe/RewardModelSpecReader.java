package dev.belay.core.recipe;

import java.util.List;
import java.util.Optional;

/** Reads the {@code train} section of a reward model. */
final class RewardModelSpecReader {

  private static final String SAYS_NUMBERS =
      "has no meaning here: a reward model completes nothing, so that no completion of its could be"
          + " measured or held; drop it.";

  private RewardModelSpecReader() {}

  static RewardModelSpec read(Section section) {
    List<DataSpec> data = TrainSetupReader.data(section, TrainSetupReader::prompts);
    Optional<PairsSpec> pairs = PairsSpecReader.read(section);
    double margin =
        section.number(
            Key.of("margin", "by how much a chosen completion ought to win")
                .unit("reward")
                .source("arXiv:2307.09288"),
            0.0,
            value -> value >= 0,
            "0 or more");
    double centre =
        section.number(
            Key.of(
                    "centre",
                    "weight of the squared sum of a pair's rewards, which draws them to a mean of"
                        + " 0; the loss alone leaves a constant of each prompt free")
                .source("arXiv:2312.09244"),
            0.01,
            value -> value >= 0,
            "0 or more");
    TrainSetup setup = TrainSetupReader.unguarded(section, data, 1e-5, SAYS_NUMBERS);
    LoraSpecReader.refuseDropout(section, setup, PairsSpecReader.NO_DROPOUT);
    return new RewardModelSpec(
        setup,
        pairs,
        margin,
        centre,
        section.count(Key.of("batch_size", "pairs of a step").unit("pairs"), 16, 1),
        section.number(
            Key.of("epochs", "passes over the pairs; a fraction is allowed").unit("passes"),
            1.0,
            value -> value > 0,
            "above 0"),
        HeldOutSpecReader.read(section));
  }

  /** Refuses what can only be measured on completions. */
  static void checkEvaluation(Section top, Optional<TrainSpec> train, EvaluateSpec evaluate) {
    if (train.orElse(null) instanceof RewardModelSpec && !evaluate.isEmpty()) {
      top.issue(
          "evaluate",
          "a reward model completes nothing, so that no suite could be asked; drop the suites."
              + " train.held_out measures it on pairs.");
    }
  }
}
