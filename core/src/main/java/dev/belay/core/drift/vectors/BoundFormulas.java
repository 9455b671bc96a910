package dev.belay.core.drift.vectors;

import static dev.belay.core.drift.vectors.Field.number;
import static dev.belay.core.drift.vectors.Field.numbers;

import dev.belay.core.drift.AggregateKlBound;
import dev.belay.core.drift.ChangeBounds;
import dev.belay.core.drift.CoefficientForDrift;
import dev.belay.core.drift.FrechetBound;
import dev.belay.core.drift.KlBall;
import dev.belay.core.drift.KlBudget;
import dev.belay.core.drift.KlInverse;
import dev.belay.core.drift.KlToTv;
import dev.belay.core.drift.LogOddsBound;
import dev.belay.core.drift.VarianceBound;
import java.util.List;
import java.util.Map;

/** Section 3, and the budgets of sections 7.1, 7.2 and 8.1 that turn its bounds round. */
final class BoundFormulas {
  private BoundFormulas() {}

  static List<VectorFormula> all() {
    return List.of(
        klInverse(),
        klToTv(),
        new VectorFormula(
            "bernstein",
            "3 B7",
            List.of(number("variance"), number("b"), number("kl")),
            List.of("bound"),
            in ->
                Map.of(
                    "bound",
                    VarianceBound.bernstein(
                        in.number("variance"), in.number("b"), in.number("kl")))),
        new VectorFormula(
            "cauchySchwarz",
            "3 B1",
            List.of(number("chi2"), number("variance")),
            List.of("bound"),
            in ->
                Map.of(
                    "bound",
                    VarianceBound.cauchySchwarz(in.number("chi2"), in.number("variance")))),
        new VectorFormula(
            "klBallExtremes",
            "3 B5",
            List.of(numbers("ref"), numbers("s"), number("kl")),
            List.of("maxRise", "maxDrop"),
            in -> change(KlBall.of(in.numbers("ref"), in.numbers("s"), in.number("kl")))),
        logOddsBound(),
        new VectorFormula(
            "frechetBound",
            "3 B4",
            List.of(number("p"), number("m"), number("beta")),
            List.of("maxDrop", "maxRise"),
            in -> change(FrechetBound.of(in.number("p"), in.number("m"), in.number("beta")))),
        new VectorFormula(
            "betaForDrift",
            "7.1",
            List.of(number("range"), number("eps")),
            List.of("beta"),
            in ->
                Map.of("beta", CoefficientForDrift.anyBase(in.number("range"), in.number("eps")))),
        new VectorFormula(
            "betaForDrop",
            "7.1",
            List.of(number("m"), number("range"), number("eps")),
            List.of("beta"),
            in ->
                Map.of(
                    "beta",
                    CoefficientForDrift.knownBase(
                        in.number("m"), in.number("range"), in.number("eps")))),
        klBudget(),
        aggregate());
  }

  private static VectorFormula klInverse() {
    return new VectorFormula(
        "klInverse",
        "3 B6",
        List.of(number("m"), number("kl")),
        List.of("lo", "hi", "maxDrop", "maxRise"),
        in -> {
          KlInverse of = KlInverse.of(in.number("m"), in.number("kl"));
          return Map.of(
              "lo", of.lo(), "hi", of.hi(), "maxDrop", of.maxDrop(), "maxRise", of.maxRise());
        });
  }

  private static VectorFormula klToTv() {
    return new VectorFormula(
        "klToTv",
        "3 B8",
        List.of(number("kl")),
        List.of("pinsker", "bretagnolleHuber", "tsybakov"),
        in -> {
          KlToTv of = KlToTv.of(in.number("kl"));
          return Map.of(
              "pinsker", of.pinsker(),
              "bretagnolleHuber", of.bretagnolleHuber(),
              "tsybakov", of.tsybakov());
        });
  }

  private static VectorFormula logOddsBound() {
    return new VectorFormula(
        "logOddsBound",
        "3 B3",
        List.of(number("m"), number("range"), number("beta")),
        List.of("lo", "hi", "maxDrop", "maxRise"),
        in -> {
          LogOddsBound of = LogOddsBound.of(in.number("m"), in.number("range"), in.number("beta"));
          return Map.of(
              "lo", of.lo(), "hi", of.hi(), "maxDrop", of.maxDrop(), "maxRise", of.maxRise());
        });
  }

  private static VectorFormula klBudget() {
    return new VectorFormula(
        "klBudget",
        "7.2",
        List.of(number("m"), number("eps")),
        List.of("dropBudget", "riseBudget", "twoSided", "pinskerBudget"),
        in -> {
          KlBudget of = KlBudget.of(in.number("m"), in.number("eps"));
          return Map.of(
              "dropBudget", of.dropBudget(),
              "riseBudget", of.riseBudget(),
              "twoSided", of.twoSided(),
              "pinskerBudget", of.pinskerBudget());
        });
  }

  private static VectorFormula aggregate() {
    return new VectorFormula(
        "aggregateKlBound",
        "8.1",
        List.of(numbers("m"), numbers("kl"), numbers("weights")),
        List.of("perPromptDrop", "meanOfBounds", "boundOfMeans", "worstPrompt"),
        in -> {
          AggregateKlBound of =
              AggregateKlBound.of(in.numbers("m"), in.numbers("kl"), in.numbers("weights"));
          return Map.of(
              "perPromptDrop", of.perPromptDrop(),
              "meanOfBounds", of.meanOfBounds(),
              "boundOfMeans", of.boundOfMeans(),
              "worstPrompt", of.worstPrompt());
        });
  }

  private static Map<String, Object> change(ChangeBounds of) {
    return Map.of("maxDrop", of.maxDrop(), "maxRise", of.maxRise());
  }
}
