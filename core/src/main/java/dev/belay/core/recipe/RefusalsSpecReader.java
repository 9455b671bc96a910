package dev.belay.core.recipe;

import dev.belay.core.recipe.RefusalsSpec.Strength;
import java.util.List;

/** Reads {@code train.refusals}: whose refusals and answers are gone over, and how strongly. */
final class RefusalsSpecReader {

  private static final String PAGE = "defences/refusals.md";

  private static final Key COEF =
      Key.of("coef", "weight of the cross-entropy in the loss, such as 0.05; give this or `share`")
          .unit("loss a nat")
          .source(PAGE);

  private static final Key SHARE =
      Key.of(
              "share",
              "share of what SFT learns that they are, mixed into its data, such as 0.05; give this"
                  + " or `coef`")
          .unit("share")
          .source(PAGE);

  private static final Alternative STRENGTHS =
      new Alternative(
          COEF, "the weight of a term of the loss", SHARE, "a share of what SFT learns");

  private static final Key PROMPTS =
      Key.of("prompts_per_step", "with `coef`: prompts of an update, half of each kind")
          .unit("prompts");

  private RefusalsSpecReader() {}

  static RefusalsSpec read(Section section) {
    List<DataSpec> refuse =
        sources(section, "refuse", "requests that the model refuses; none of them may be measured");
    List<DataSpec> answer =
        sources(
            section,
            "answer",
            "harmless requests that it answers, such as look-alikes: without them over-refusal"
                + " grows");
    Strength strength = strength(section);
    int maxTokens =
        section.count(Key.of("max_completion_tokens", "longest completion").unit("tokens"), 32, 1);
    return new RefusalsSpec(refuse, answer, maxTokens, strength);
  }

  private static List<DataSpec> sources(Section section, String key, String about) {
    List<DataSpec> data =
        section.sections(Key.of(key, about).source(PAGE), TrainSetupReader::prompts);
    if (data.isEmpty()) {
      section.issue(
          key,
          "needs at least one source, such as { source: builtin-safety, split: align, label: %s }."
              .formatted(key));
    }
    return data;
  }

  private static Strength strength(Section section) {
    boolean mixed = STRENGTHS.isOther(section);
    double coef = section.optionalNumber(COEF, value -> value > 0, "above 0").orElse(1.0);
    double share =
        section
            .optionalNumber(SHARE, value -> value > 0 && value <= 0.5, "in (0, 0.5]")
            .orElse(0.5);
    int prompts = section.count(PROMPTS, 8, 2);
    if (mixed) {
      section.drop("has no meaning with share; drop it.", PROMPTS.name());
      return new RefusalsSpec.Mixed(share);
    }
    if (prompts % 2 != 0) {
      section.issue(
          PROMPTS.name(),
          "found %d, must be even: half of them are refused, half answered.".formatted(prompts));
    }
    return new RefusalsSpec.Term(coef, prompts);
  }
}
