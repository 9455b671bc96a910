package dev.belay.core.drift.vectors;

import static dev.belay.core.drift.vectors.Field.number;
import static dev.belay.core.drift.vectors.Field.numbers;
import static dev.belay.core.drift.vectors.Field.table;
import static dev.belay.core.drift.vectors.Field.whole;

import dev.belay.core.drift.DriftBootstrap;
import dev.belay.core.drift.DriftEstimate;
import dev.belay.core.drift.GaussianReward;
import dev.belay.core.drift.KlMonteCarlo;
import dev.belay.core.drift.PerTokenKl;
import dev.belay.core.drift.SftDemo;
import dev.belay.core.stats.ClusteredMean;
import java.util.List;
import java.util.Map;

/** Sections 5 and 6: estimates from samples, and what RLHF and SFT do instead. */
final class EstimateFormulas {
  private EstimateFormulas() {}

  static List<VectorFormula> all() {
    return List.of(
        snis(), bootstrap(), klMonteCarlo(), perTokenKl(), clusteredSe(), gaussian(), sftDemo());
  }

  private static VectorFormula snis() {
    return new VectorFormula(
        "snis",
        "5",
        List.of(numbers("g"), numbers("s"), number("beta")),
        List.of("tiltedSafety", "drift", "seDelta", "driftJackknife", "seJackknife", "ess"),
        in -> {
          DriftEstimate of = DriftEstimate.of(in.numbers("g"), in.numbers("s"), in.number("beta"));
          return Map.of(
              "tiltedSafety", of.tiltedSafety(),
              "drift", of.drift(),
              "seDelta", of.seDelta(),
              "driftJackknife", of.driftJackknife(),
              "seJackknife", of.seJackknife(),
              "ess", of.ess());
        });
  }

  private static VectorFormula bootstrap() {
    return new VectorFormula(
        "bootstrap",
        "5",
        List.of(
            numbers("g"),
            numbers("s"),
            number("beta"),
            number("resamples"),
            whole("seed"),
            number("conf")),
        List.of("lo", "hi", "mean"),
        in -> {
          DriftBootstrap of =
              DriftBootstrap.of(
                  in.numbers("g"),
                  in.numbers("s"),
                  in.number("beta"),
                  in.small("resamples", 1),
                  in.whole("seed"),
                  in.number("conf"));
          return Map.of("lo", of.lo(), "hi", of.hi(), "mean", of.mean());
        });
  }

  private static VectorFormula klMonteCarlo() {
    return new VectorFormula(
        "klMonteCarlo",
        "5",
        List.of(numbers("logRatio")),
        List.of("k1", "k1Se", "k2", "k2Se", "k3", "k3Se"),
        in -> {
          KlMonteCarlo of = KlMonteCarlo.of(in.numbers("logRatio"));
          return Map.of(
              "k1", of.k1(),
              "k1Se", of.k1Se(),
              "k2", of.k2(),
              "k2Se", of.k2Se(),
              "k3", of.k3(),
              "k3Se", of.k3Se());
        });
  }

  private static VectorFormula perTokenKl() {
    return new VectorFormula(
        "perTokenKl",
        "5",
        List.of(table("piLogits"), table("refLogits"), numbers("tokens")),
        List.of("perStepKl", "rbKl", "k1"),
        in -> {
          PerTokenKl of =
              PerTokenKl.of(in.table("piLogits"), in.table("refLogits"), in.integers("tokens"));
          return Map.of("perStepKl", of.perStepKl(), "rbKl", of.rbKl(), "k1", of.k1());
        });
  }

  private static VectorFormula clusteredSe() {
    return new VectorFormula(
        "clusteredSe",
        "5",
        List.of(table("groups")),
        List.of("promptMean", "promptSe", "pooledMean", "pooledSe", "worstPrompt"),
        in -> {
          double[][] groups = in.table("groups");
          in.require().atLeastTwo("prompts", groups.length);
          for (int i = 0; i < groups.length; i++) {
            in.require().notEmpty("groups[" + i + "]", groups[i].length);
            in.require().allFinite("groups[" + i + "]", groups[i]);
          }
          ClusteredMean of = ClusteredMean.of(List.of(groups));
          return Map.of(
              "promptMean", of.promptMean(),
              "promptSe", of.promptStandardError(),
              "pooledMean", of.pooledMean(),
              "pooledSe", of.pooledStandardError(),
              "worstPrompt", of.worstPrompt());
        });
  }

  private static VectorFormula gaussian() {
    return new VectorFormula(
        "gaussianRlhf",
        "6",
        List.of(number("mu"), number("variance"), number("a"), number("b"), number("beta")),
        List.of("safetyRef", "safetyStar", "drift", "kl", "gain"),
        in -> {
          GaussianReward of =
              GaussianReward.of(
                  in.number("mu"),
                  in.number("variance"),
                  in.number("a"),
                  in.number("b"),
                  in.number("beta"));
          return Map.of(
              "safetyRef", of.safetyRef(),
              "safetyStar", of.safetyStar(),
              "drift", of.drift(),
              "kl", of.kl(),
              "gain", of.gain());
        });
  }

  private static VectorFormula sftDemo() {
    return new VectorFormula(
        "sftDemo",
        "6",
        List.of(number("skill0"), number("safety0"), number("lr"), number("steps")),
        List.of("skill", "safety"),
        in -> {
          SftDemo of =
              SftDemo.after(
                  in.number("skill0"), in.number("safety0"), in.number("lr"), in.count("steps", 0));
          return Map.of("skill", of.skill(), "safety", of.safety());
        });
  }
}
