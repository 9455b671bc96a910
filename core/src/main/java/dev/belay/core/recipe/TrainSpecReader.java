package dev.belay.core.recipe;

/** Reads the {@code train} section, one method at a time: a key of another method is unknown. */
final class TrainSpecReader {

  /** The methods of {@code train.method}. */
  enum Method {
    SFT,
    RLVR,
    DPO,
    REWARD_MODEL
  }

  private TrainSpecReader() {}

  static TrainSpec read(Section section) {
    Key method =
        Key.of(
                "method",
                "supervised fine-tuning, reinforcement learning with verifiable rewards or those of"
                    + " a model, direct preference optimisation, or a reward model")
            .source("algorithms/README.md");
    return switch (section.choice(method, Method.class, null)) {
      case SFT -> SftSpecReader.read(section);
      case RLVR -> RlvrSpecReader.read(section);
      case DPO -> DpoSpecReader.read(section);
      case REWARD_MODEL -> RewardModelSpecReader.read(section);
    };
  }
}
