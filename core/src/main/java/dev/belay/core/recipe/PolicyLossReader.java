package dev.belay.core.recipe;

import dev.belay.core.objective.Algorithm;
import dev.belay.core.objective.CispoLoss;
import dev.belay.core.objective.ClippedPolicyLoss;
import dev.belay.core.objective.DppoLoss;
import dev.belay.core.objective.GmpoLoss;
import dev.belay.core.objective.PolicyLoss;
import dev.belay.core.objective.RatioLevel;
import dev.belay.core.objective.ReinforceLoss;
import dev.belay.core.objective.SapoLoss;
import java.util.List;

/** Reads {@code train.policy_loss} and the settings of it. */
final class PolicyLossReader {

  private static final String UNUSED = "has no meaning here: the algorithm has no %s; drop it.";
  private static final String NO_CLIP = UNUSED.formatted("clip");
  private static final String NO_DUAL = UNUSED.formatted("dual clip");
  private static final String NO_RATIO = UNUSED.formatted("choice of ratio");
  private static final String NO_GATE = UNUSED.formatted("gate");
  private static final String NO_PENALTY = UNUSED.formatted("penalty of ratios");
  private static final String SHARE_TEXT = "in [0, 1]";
  private static final String ANY_TEXT = "0 or more";
  private static final String POSITIVE_TEXT = "above 0";
  private static final String DUAL_TEXT = "above 1, or 0 for none";

  private static final Key LOSS =
      Key.of(
              "policy_loss",
              "what becomes of an advantage: `clip` (PPO), `cispo`, `sapo`, `gmpo`, `dppo`, or"
                  + " `log-prob` (REINFORCE); by default the preset's")
          .source("algorithms/README.md");
  private static final Key RATIO =
      Key.of(
              "ratio",
              "what a clipped ratio is of: each token, or the whole completion by the mean (GSPO)"
                  + " or the sum (TRL's RLOO) of its log-ratios; by default the preset's")
          .source("algorithms/gspo.md");
  private static final Key CLIP_LOW =
      Key.of(
              "clip_low",
              "how far the ratio may fall below 1, for `dppo` the probability below the old one; by"
                  + " default the preset's")
          .source("arXiv:1707.06347");
  private static final Key CLIP_HIGH =
      Key.of(
              "clip_high",
              "how far the ratio may rise above 1, for `dppo` the probability above the old one; by"
                  + " default the preset's")
          .source("arXiv:2503.14476");
  private static final Key DUAL_CLIP =
      Key.of(
              "dual_clip",
              "the most that a token with a negative advantage may cost, in advantages (TRL's"
                  + " `delta`); 0 turns it off")
          .source("arXiv:1912.09729");
  private static final Key TAU_POSITIVE =
      Key.of("tau_positive", "how sharply SAPO's gate closes for a positive advantage")
          .source("arXiv:2511.20347");
  private static final Key TAU_NEGATIVE =
      Key.of("tau_negative", "the same for a negative advantage").source("arXiv:2511.20347");

  private static final Key RATIO_PENALTY =
      Key.of("ratio_penalty", "what the squared log-ratio of a token costs, for `dppo`")
          .source("algorithms/dppo.md");

  private PolicyLossReader() {}

  static PolicyLoss read(Section section, PolicyLoss preset) {
    String own = Algorithm.nameOf(preset);
    PolicyLoss named = section.named(LOSS, Algorithm.LOSSES, own);
    PolicyLoss base = Algorithm.nameOf(named).equals(own) ? preset : named;
    return switch (base) {
      case ClippedPolicyLoss clipped -> clipped(section, clipped);
      case CispoLoss cispo -> {
        refuseRatio(section);
        CispoLoss read =
            new CispoLoss(
                section.number(CLIP_LOW, cispo.clipLow(), PolicyLossReader::isShare, SHARE_TEXT),
                section.number(CLIP_HIGH, cispo.clipHigh(), PolicyLossReader::isAny, ANY_TEXT));
        section.refuseNumber(DUAL_CLIP, DUAL_TEXT, NO_DUAL);
        refuseGate(section);
        refusePenalty(section);
        yield read;
      }
      case DppoLoss dppo -> dppo(section, dppo);
      case GmpoLoss gmpo -> {
        refuseRatio(section);
        GmpoLoss read =
            new GmpoLoss(
                section.number(CLIP_LOW, gmpo.clipLow(), PolicyLossReader::isAny, ANY_TEXT),
                section.number(CLIP_HIGH, gmpo.clipHigh(), PolicyLossReader::isAny, ANY_TEXT));
        section.refuseNumber(DUAL_CLIP, DUAL_TEXT, NO_DUAL);
        refuseGate(section);
        refusePenalty(section);
        yield read;
      }
      case SapoLoss sapo -> {
        refuseRatio(section);
        refuseClip(section);
        refusePenalty(section);
        yield new SapoLoss(
            section.number(
                TAU_POSITIVE, sapo.tauPositive(), PolicyLossReader::isPositive, POSITIVE_TEXT),
            section.number(
                TAU_NEGATIVE, sapo.tauNegative(), PolicyLossReader::isPositive, POSITIVE_TEXT));
      }
      case ReinforceLoss reinforce -> {
        refuseRatio(section);
        refuseClip(section);
        refuseGate(section);
        refusePenalty(section);
        yield reinforce;
      }
    };
  }

  private static ClippedPolicyLoss clipped(Section section, ClippedPolicyLoss clipped) {
    ClippedPolicyLoss read =
        new ClippedPolicyLoss(
            section.choice(RATIO, RatioLevel.class, clipped.ratioLevel()),
            section.number(CLIP_LOW, clipped.clipLow(), PolicyLossReader::isShare, SHARE_TEXT),
            section.number(CLIP_HIGH, clipped.clipHigh(), PolicyLossReader::isAny, ANY_TEXT),
            section.number(
                DUAL_CLIP, clipped.dualClip(), value -> value == 0 || value > 1, DUAL_TEXT));
    refuseGate(section);
    refusePenalty(section);
    return read;
  }

  private static DppoLoss dppo(Section section, DppoLoss dppo) {
    refuseRatio(section);
    DppoLoss read =
        new DppoLoss(
            section.number(CLIP_LOW, dppo.clipLow(), PolicyLossReader::isShare, SHARE_TEXT),
            section.number(CLIP_HIGH, dppo.clipHigh(), PolicyLossReader::isShare, SHARE_TEXT),
            section.number(RATIO_PENALTY, dppo.ratioPenalty(), PolicyLossReader::isAny, ANY_TEXT));
    section.refuseNumber(DUAL_CLIP, DUAL_TEXT, NO_DUAL);
    refuseGate(section);
    return read;
  }

  private static boolean isShare(double value) {
    return value >= 0 && value <= 1;
  }

  private static boolean isAny(double value) {
    return value >= 0;
  }

  private static boolean isPositive(double value) {
    return value > 0;
  }

  private static void refuseRatio(Section section) {
    section.refuseChoice(RATIO, RatioLevel.class, NO_RATIO);
  }

  private static void refuseClip(Section section) {
    section.refuseNumber(CLIP_LOW, ANY_TEXT, NO_CLIP);
    section.refuseNumber(CLIP_HIGH, ANY_TEXT, NO_CLIP);
    section.refuseNumber(DUAL_CLIP, DUAL_TEXT, NO_CLIP);
  }

  private static void refuseGate(Section section) {
    section.refuseNumber(TAU_POSITIVE, POSITIVE_TEXT, NO_GATE);
    section.refuseNumber(TAU_NEGATIVE, POSITIVE_TEXT, NO_GATE);
  }

  private static void refusePenalty(Section section) {
    section.refuseNumber(RATIO_PENALTY, ANY_TEXT, NO_PENALTY);
  }

  /** Refuses bounds of a ratio that never leaves 1. A preset's own are not the recipe's doing. */
  static void refuseInert(
      Section section, PolicyLoss loss, PolicyLoss preset, TrainSpec.RolloutSpec rollout) {
    if (rollout.updates() > 1 || loss.equals(preset)) {
      return;
    }
    for (Key key :
        List.of(RATIO, CLIP_LOW, CLIP_HIGH, DUAL_CLIP, TAU_POSITIVE, TAU_NEGATIVE, RATIO_PENALTY)) {
      if (section.has(key.name())) {
        section.issue(
            key.name(),
            "has no effect with one update a rollout, where every ratio is 1; drop it, or ask for"
                + " more rollout.epochs or mini_batches.");
      }
    }
  }
}
