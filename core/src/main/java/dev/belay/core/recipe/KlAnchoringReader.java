package dev.belay.core.recipe;

import dev.belay.core.objective.KlController;
import java.util.Locale;
import java.util.Optional;

/** Reads the keys of {@code train.kl} that say what the KL is taken to and how far it may go. */
final class KlAnchoringReader {

  /** The kinds of a reference. */
  private enum Kind {
    FIXED,
    MOVING,
    SYNCHRONISED
  }

  private static final Key REFERENCE =
      Key.of(
              "reference",
              "what the KL is taken to: the model before training (`fixed`), a running mean of the"
                  + " policy (`moving`), or the policy as it was some steps ago (`synchronised`)."
                  + " Only `fixed` bounds the drift from the model before training")
          .source("arXiv:2404.09656");

  private static final Key DECAY =
      Key.of(
          "reference_decay", "with `reference: moving`, share of the mean that is left by a step");

  private static final Key EVERY_STEPS =
      Key.of(
              "reference_every_steps",
              "with `reference: synchronised`, how often the reference becomes the policy")
          .unit("steps");

  private static final Key TARGET =
      Key.of(
              "target",
              "KL of a completion that `coef`, then the first of its values, is steered towards;"
                  + " without it `coef` stays")
          .unit("nats a completion")
          .source("arXiv:1909.08593");

  private static final Key HORIZON =
      Key.of(
              "horizon",
              "with `target`, completions in which an error of a fifth or more changes the"
                  + " coefficient by a fifth (10000 in verl and OpenRLHF)")
          .unit("completions");

  private KlAnchoringReader() {}

  static Optional<KlController> controller(Section section, double coef) {
    Optional<Double> target = section.optionalNumber(TARGET, value -> value > 0, "above 0");
    int horizon = section.count(HORIZON, 1000, 1);
    if (target.isEmpty()) {
      section.drop("has no meaning without target; drop it.", HORIZON.name());
    } else if (coef == 0) {
      section.issue(
          TARGET.name(),
          "found "
              + target.get()
              + ", has no effect with coef: 0: the controller multiplies the coefficient. Give a"
              + " coef to begin with, such as 0.05.");
    }
    return target.map(nats -> new KlController(nats, horizon));
  }

  static ReferenceSpec reference(Section section, double coef) {
    Kind kind = section.choice(REFERENCE, Kind.class, Kind.FIXED);
    double decay =
        section.number(DECAY, 0.99, value -> value > 0 && value < 1, "above 0 and below 1");
    int everySteps = section.count(EVERY_STEPS, 50, 1);
    if (kind != Kind.MOVING) {
      section.drop("has no meaning without reference: moving; drop it.", DECAY.name());
    }
    if (kind != Kind.SYNCHRONISED) {
      section.drop("has no meaning without reference: synchronised; drop it.", EVERY_STEPS.name());
    }
    if (kind != Kind.FIXED && coef == 0) {
      section.issue(
          REFERENCE.name(),
          "found "
              + kind.name().toLowerCase(Locale.ROOT)
              + ", has no effect with coef: 0, which holds the policy to nothing. Give a coef, or"
              + " drop the key.");
    }
    return switch (kind) {
      case FIXED -> new ReferenceSpec.Fixed();
      case MOVING -> new ReferenceSpec.Moving(decay);
      case SYNCHRONISED -> new ReferenceSpec.Synchronised(everySteps);
    };
  }
}
