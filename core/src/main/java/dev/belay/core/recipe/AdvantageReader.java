package dev.belay.core.recipe;

import dev.belay.core.advantage.ActorCritic;
import dev.belay.core.advantage.AdvantageEstimator;
import dev.belay.core.advantage.CompletionEstimator;
import dev.belay.core.advantage.Gdpo;
import dev.belay.core.advantage.GreedyBaseline;
import dev.belay.core.advantage.Grpo;
import dev.belay.core.advantage.LeaveOneOutNormalised;
import dev.belay.core.advantage.LoneReward;
import dev.belay.core.advantage.ReinforcePlusPlus;
import dev.belay.core.advantage.ReinforcePlusPlusBaseline;
import dev.belay.core.advantage.StdKind;
import dev.belay.core.objective.Algorithm;

/** Reads {@code train.advantage} and the settings of it. */
final class AdvantageReader {

  private static final String UNUSED =
      "has no meaning here: the advantage has no such part; drop it.";
  private static final String ANY_TEXT = "0 or more";
  private static final Key STD =
      Key.of(
              "advantage_std",
              "which deviation divides: `sample` (by n − 1) or `population` (by n); by default the"
                  + " preset's")
          .source("algorithms/README.md");
  private static final Key EPS =
      Key.of("advantage_eps", "added to the deviation that divides; by default the preset's")
          .source("algorithms/README.md");
  private static final Key ALONE =
      Key.of(
              "advantage_alone",
              "advantage of the only completion of a group that has a reward: `zero`, or the"
                  + " `reward` itself, as in verl")
          .source("algorithms/README.md");

  private AdvantageReader() {}

  static AdvantageEstimator read(Section section, AdvantageEstimator preset) {
    Key key =
        Key.of("advantage", "what a reward is compared with; by default the preset's")
            .source("algorithms/README.md");
    String own = Algorithm.nameOf(preset);
    AdvantageEstimator named = section.named(key, Algorithm.ADVANTAGES, own);
    AdvantageEstimator base = Algorithm.nameOf(named).equals(own) ? preset : named;
    return switch (base) {
      case Grpo grpo ->
          new Grpo(
              std(section, grpo.std()),
              eps(section, grpo.eps()),
              section.choice(ALONE, LoneReward.class, grpo.alone()));
      case Gdpo gdpo -> {
        Gdpo read = new Gdpo(std(section, gdpo.std()), eps(section, gdpo.eps()));
        refuseAlone(section);
        yield read;
      }
      case LeaveOneOutNormalised loo -> {
        refuseStd(section);
        LeaveOneOutNormalised read = new LeaveOneOutNormalised(eps(section, loo.eps()));
        refuseAlone(section);
        yield read;
      }
      case ReinforcePlusPlus whitened -> {
        ReinforcePlusPlus read = new ReinforcePlusPlus(std(section, whitened.std()));
        refuseEps(section);
        refuseAlone(section);
        yield read;
      }
      case ReinforcePlusPlusBaseline whitened -> {
        ReinforcePlusPlusBaseline read =
            new ReinforcePlusPlusBaseline(std(section, whitened.std()));
        refuseEps(section);
        refuseAlone(section);
        yield read;
      }
      case ActorCritic critic -> {
        ActorCritic read =
            new ActorCritic(critic.gae(), critic.whitened(), std(section, critic.std()));
        refuseEps(section);
        refuseAlone(section);
        yield read;
      }
      case CompletionEstimator other -> without(section, other);
      case GreedyBaseline other -> without(section, other);
    };
  }

  private static AdvantageEstimator without(Section section, AdvantageEstimator estimator) {
    refuseStd(section);
    refuseEps(section);
    refuseAlone(section);
    return estimator;
  }

  private static StdKind std(Section section, StdKind preset) {
    return section.choice(STD, StdKind.class, preset);
  }

  private static double eps(Section section, double preset) {
    return section.number(EPS, preset, value -> value >= 0, ANY_TEXT);
  }

  private static void refuseStd(Section section) {
    section.refuseChoice(STD, StdKind.class, UNUSED);
  }

  private static void refuseEps(Section section) {
    section.refuseNumber(EPS, ANY_TEXT, UNUSED);
  }

  private static void refuseAlone(Section section) {
    section.refuseChoice(ALONE, LoneReward.class, UNUSED);
  }
}
