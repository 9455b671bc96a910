package dev.belay.core.drift.vectors;

import static dev.belay.core.drift.vectors.Field.number;
import static dev.belay.core.drift.vectors.Field.numbers;

import dev.belay.core.drift.BinaryKl;
import dev.belay.core.drift.BinaryOptimumKl;
import dev.belay.core.drift.BinaryReward;
import dev.belay.core.drift.KlMax;
import dev.belay.core.drift.RangeBound;
import dev.belay.core.drift.Suboptimality;
import dev.belay.core.drift.TiltedOptimum;
import java.util.List;
import java.util.Map;

/** Sections 0, 1, 2 and 4: the optimum, its drift and its KL. */
final class ReferenceFormulas {
  private ReferenceFormulas() {}

  static List<VectorFormula> all() {
    return List.of(
        tilt(),
        kappa(),
        new VectorFormula(
            "binaryDrift",
            "2.1",
            List.of(number("p"), number("beta"), number("s1"), number("s0")),
            List.of("drift"),
            in ->
                Map.of(
                    "drift",
                    BinaryReward.drift(
                        in.number("p"), in.number("beta"), in.number("s1"), in.number("s0")))),
        new VectorFormula(
            "tvBound",
            "2.3",
            List.of(number("range"), number("beta")),
            List.of("tv"),
            in -> Map.of("tv", RangeBound.totalVariation(in.number("range"), in.number("beta")))),
        new VectorFormula(
            "approxIndependence",
            "1.4",
            List.of(number("osc"), number("range"), number("beta")),
            List.of("bound"),
            in ->
                Map.of(
                    "bound",
                    RangeBound.nearIndependence(
                        in.number("osc"), in.number("range"), in.number("beta")))),
        new VectorFormula(
            "binaryKl",
            "3",
            List.of(number("q"), number("m")),
            List.of("kl"),
            in -> Map.of("kl", BinaryKl.of(in.number("q"), in.number("m")))),
        klOptimumBinary(),
        new VectorFormula(
            "klMax",
            "4.2",
            List.of(number("range"), number("beta")),
            List.of("klMax", "argmaxP", "chi2Max"),
            in -> {
              KlMax of = KlMax.of(in.number("range"), in.number("beta"));
              return Map.of("klMax", of.klMax(), "argmaxP", of.argmaxP(), "chi2Max", of.chi2Max());
            }),
        new VectorFormula(
            "suboptimality",
            "4.4",
            List.of(number("gap"), number("beta")),
            List.of("klToOptimum", "tv"),
            in -> {
              Suboptimality of = Suboptimality.of(in.number("gap"), in.number("beta"));
              return Map.of("klToOptimum", of.klToOptimum(), "tv", of.tv());
            }));
  }

  private static VectorFormula kappa() {
    return new VectorFormula(
        "kappa",
        "2.1",
        List.of(number("p"), number("beta")),
        List.of("kappa", "pStar", "supKappa", "argSup"),
        in -> {
          BinaryReward of = BinaryReward.of(in.number("p"), in.number("beta"));
          return Map.of(
              "kappa", of.kappa(),
              "pStar", of.pStar(),
              "supKappa", of.supKappa(),
              "argSup", of.argSup());
        });
  }

  private static VectorFormula tilt() {
    return new VectorFormula(
        "tilt",
        "1.1",
        List.of(numbers("ref"), numbers("g"), numbers("s"), number("beta")),
        List.of(
            "logZ",
            "piStar",
            "successRef",
            "successStar",
            "safetyRef",
            "safetyStar",
            "drift",
            "tv",
            "kl",
            "reverseKl",
            "chi2",
            "varSafety",
            "objective"),
        in -> {
          TiltedOptimum of =
              TiltedOptimum.of(
                  in.numbers("ref"), in.numbers("g"), in.numbers("s"), in.number("beta"));
          return Map.ofEntries(
              Map.entry("logZ", of.logZ()),
              Map.entry("piStar", of.piStar()),
              Map.entry("successRef", of.successRef()),
              Map.entry("successStar", of.successStar()),
              Map.entry("safetyRef", of.safetyRef()),
              Map.entry("safetyStar", of.safetyStar()),
              Map.entry("drift", of.drift()),
              Map.entry("tv", of.tv()),
              Map.entry("kl", of.kl()),
              Map.entry("reverseKl", of.reverseKl()),
              Map.entry("chi2", of.chi2()),
              Map.entry("varSafety", of.varSafety()),
              Map.entry("objective", of.objective()));
        });
  }

  private static VectorFormula klOptimumBinary() {
    return new VectorFormula(
        "klOptimumBinary",
        "4.1",
        List.of(number("p"), number("beta")),
        List.of("kl", "reverseKl", "logZ", "gain", "chi2"),
        in -> {
          BinaryOptimumKl of = BinaryOptimumKl.of(in.number("p"), in.number("beta"));
          return Map.of(
              "kl", of.kl(),
              "reverseKl", of.reverseKl(),
              "logZ", of.logZ(),
              "gain", of.gain(),
              "chi2", of.chi2());
        });
  }
}
