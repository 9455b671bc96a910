package dev.belay.core.recipe;

import dev.belay.core.advantage.ActorCritic;
import dev.belay.core.advantage.AdvantageEstimator;
import dev.belay.core.advantage.Gae;
import dev.belay.core.advantage.StdKind;
import java.util.Optional;

/** Reads {@code train.critic}: the model that says values, and what is made of them. */
final class CriticSpecReader {

  private static final Key CRITIC =
      Key.of(
              "critic",
              "a model with a scalar head, which learns what is still to be earned; for the"
                  + " advantage `gae`")
          .source("algorithms/ppo.md");

  private CriticSpecReader() {}

  /** The critic, where the advantage asks one; elsewhere the section is refused. */
  static Optional<CriticSpec> read(Section section, AdvantageEstimator advantage) {
    if (advantage instanceof ActorCritic critic) {
      return Optional.of(section.section(CRITIC, s -> critic(s, critic.std())));
    }
    section.optionalSection(CRITIC, s -> critic(s, StdKind.SAMPLE));
    section.drop(
        "has no meaning here: the advantage asks no critic; drop it, or take algorithm: ppo.",
        CRITIC.name());
    return Optional.empty();
  }

  private static CriticSpec critic(Section section, StdKind std) {
    Gae gae =
        new Gae(
            share(section, Key.of("gamma", "discount of a token").source("arXiv:1506.02438"), 1.0),
            share(
                section,
                Key.of(
                        "lambda",
                        "how far rewards reach beyond what the values say: 0 is one token, 1 all of"
                            + " them")
                    .source("arXiv:1506.02438"),
                0.95));
    boolean whiten =
        section.flag(
            Key.of("whiten", "whether advantages are whitened over all tokens of a step"), true);
    return new CriticSpec(
        new ActorCritic(gae, whiten, std),
        section.optionalText(
            Key.of(
                    "model",
                    "the reward model that it begins as: a name under which a recipe published it,"
                        + " or a directory; without it the model before training with a head of"
                        + " zeros")
                .source("algorithms/ppo.md")
                .names(Key.Names.MODEL)),
        section.number(
            Key.of("learning_rate", "the critic's peak rate; its schedule is the policy's"),
            1e-5,
            value -> value > 0,
            "above 0"),
        clip(section));
  }

  private static double share(Section section, Key key, double preset) {
    return section.number(key, preset, value -> value >= 0 && value <= 1, "in [0, 1]");
  }

  private static double clip(Section section) {
    double clip =
        section.number(
            Key.of(
                    "clip",
                    "how far a value may leave what it was before the updates on a rollout and"
                        + " still be credited; 0 for no clip")
                .unit("reward")
                .source("algorithms/ppo.md"),
            0.2,
            value -> value >= 0,
            "0 or more");
    return clip == 0 ? Double.POSITIVE_INFINITY : clip;
  }
}
