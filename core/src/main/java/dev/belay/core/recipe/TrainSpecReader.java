package dev.belay.core.recipe;

/** Reads the {@code train} section, one method at a time: a key of another method is unknown. */
final class TrainSpecReader {

  /** The methods of {@code train.method}. */
  enum Method {
    SFT,
    RLVR
  }

  private TrainSpecReader() {}

  static TrainSpec read(Section section) {
    Key method =
        Key.of(
                "method",
                "supervised fine-tuning, or reinforcement learning with verifiable rewards")
            .source("algorithms/README.md");
    return switch (section.choice(method, Method.class, null)) {
      case SFT -> SftSpecReader.read(section);
      case RLVR -> RlvrSpecReader.read(section);
    };
  }
}
