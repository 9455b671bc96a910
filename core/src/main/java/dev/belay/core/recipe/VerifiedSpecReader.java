package dev.belay.core.recipe;

/** Reads {@code train.verified}. */
final class VerifiedSpecReader {

  private VerifiedSpecReader() {}

  static VerifiedSpec read(Section section) {
    int samples =
        section.count(Key.of("samples", "completions of each problem").unit("completions"), 8, 1);
    double temperature =
        section.number(
            Key.of("temperature", "of the sampled law; 1 is the model's own"),
            1.0,
            value -> value > 0,
            "above 0");
    int tokens =
        section.count(
            Key.of(
                    "max_completion_tokens",
                    "longest completion; one that is cut off there is not accepted")
                .unit("tokens"),
            64,
            1);
    Key keepKey =
        Key.of("keep", "at most so many accepted completions of a problem; 0 keeps all")
            .unit("completions");
    int keep = section.count(keepKey, 0, 0);
    if (keep > samples) {
      section.issue(
          keepKey.name(),
          "found %d, but only %d completions of a problem are sampled; keep at most so many, or 0 for all."
              .formatted(keep, samples));
    }
    return new VerifiedSpec(
        samples,
        temperature,
        tokens,
        keep,
        section.optionalText(
            Key.of("verifier", "accepts completions; without it each problem's own kind decides")
                .source("extending.md")));
  }
}
