package dev.belay.core.recipe;

import dev.belay.core.recipe.TrainSpec.RewardSpec;
import java.util.List;
import java.util.Set;

/** Reads {@code train.reward}: what a completion earns, by verifiers and by reward models. */
final class RewardSpecReader {

  private static final Key VERIFIER =
      Key.of(
              "verifier",
              "checks completions: `math`, `code`, `instructions`, `logic`, `choice` or one of your"
                  + " own")
          .source("verifiers/README.md");

  private static final Key MODEL =
      Key.of(
              "model",
              "in the place of a verifier: a reward model's name or directory, as `method:"
                  + " reward-model` makes it, with the tokenizer of the model that trains")
          .source("algorithms/reward-model.md")
          .names(Key.Names.MODEL);

  private RewardSpecReader() {}

  static List<RewardSpec> read(Section section) {
    List<RewardSpec> rewards =
        section.sections(
            Key.of("reward", "what a completion earns, as a weighted sum of terms"),
            RewardSpecReader::term);
    if (rewards.isEmpty()) {
      section.issue("reward", "needs at least one term, such as [ { verifier: math } ].");
    }
    List<String> names = rewards.stream().map(RewardSpec::name).toList();
    if (Set.copyOf(names).size() < names.size()) {
      boolean models = rewards.stream().anyMatch(RewardSpec::isModel);
      section.issue(
          "reward",
          "found %s, must be verifiers%s, each once."
              .formatted(names, models ? " and models" : ""));
    }
    return rewards;
  }

  private static RewardSpec term(Section section) {
    boolean model = section.has(MODEL.name());
    String name;
    if (model) {
      section.refuse(
          VERIFIER, "stands beside a model; give each a term of its own, with its own weight.");
      name = section.requiredText(MODEL);
      GateSpecReader.refuse(section);
    } else {
      name = section.requiredText(VERIFIER);
      section.optionalText(MODEL);
    }
    GateSpec gates = model ? GateSpec.NONE : GateSpecReader.read(section);
    double weight =
        section.number(
            Key.of("weight", "what a correct completion earns, or multiplies a model's number")
                .unit("reward"),
            1.0,
            value -> value != 0,
            "a number other than 0");
    GateSpecReader.refuseNegative(section, gates, weight);
    return new RewardSpec(
        model ? RewardSpec.Kind.MODEL : RewardSpec.Kind.VERIFIER, name, weight, gates);
  }
}
