package dev.belay.core.drift.vectors;

import static dev.belay.core.drift.vectors.Field.number;

import dev.belay.core.drift.JudgeMargin;
import dev.belay.core.drift.Require;
import dev.belay.core.stats.ClopperPearson;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.McNemarExact;
import dev.belay.core.stats.NewcombePaired;
import dev.belay.core.stats.PairedDesign;
import dev.belay.core.stats.PairedOutcomes;
import dev.belay.core.stats.Rate;
import dev.belay.core.stats.TangoInterval;
import java.util.List;
import java.util.Map;

/** Section 7.3: rates and paired tests at a fixed number of prompts, by {@code core.stats}. */
final class PairedFormulas {
  private static final String SECTION = "7.3";

  private PairedFormulas() {}

  static List<VectorFormula> all() {
    return List.of(
        wilson(), clopperPearson(), newcombe(), tango(), mcnemar(), sampleSize(), judgeMargin());
  }

  private static VectorFormula wilson() {
    return new VectorFormula(
        "wilson",
        SECTION,
        List.of(number("successes"), number("n"), number("conf")),
        List.of("lo", "hi"),
        in -> {
          Interval of = rate(in).wilson(in.require().openUnit("conf", in.number("conf")));
          return Map.of("lo", of.low(), "hi", of.high());
        });
  }

  private static VectorFormula clopperPearson() {
    return new VectorFormula(
        "clopperPearson",
        SECTION,
        List.of(number("successes"), number("n"), number("conf")),
        List.of("lo", "hi", "oneSidedUpper"),
        in -> {
          Rate rate = rate(in);
          double confidence = in.require().openUnit("conf", in.number("conf"));
          Interval of = ClopperPearson.interval(rate, confidence);
          return Map.of(
              "lo", of.low(),
              "hi", of.high(),
              "oneSidedUpper", ClopperPearson.upperLimit(rate, confidence));
        });
  }

  private static VectorFormula newcombe() {
    return new VectorFormula(
        "newcombePaired",
        SECTION,
        List.of(number("a"), number("b"), number("c"), number("d"), number("conf")),
        List.of("drop", "lo", "hi"),
        in -> {
          PairedOutcomes pairs =
              pairs(in, in.count("a", 0), in.count("b", 0), in.count("c", 0), in.count("d", 0));
          Interval of =
              NewcombePaired.interval(pairs, in.require().openUnit("conf", in.number("conf")))
                  .negated();
          return Map.of("drop", drop(pairs), "lo", of.low(), "hi", of.high());
        });
  }

  private static VectorFormula tango() {
    return new VectorFormula(
        "tango",
        SECTION,
        List.of(number("b"), number("c"), number("n"), number("conf"), number("margin")),
        List.of("drop", "lo", "hi", "zAtMargin", "pNonInferiority"),
        in -> {
          long b = in.count("b", 0);
          long c = in.count("c", 0);
          long n = in.count("n", 1);
          in.require().inside("b + c", (double) (b + c), b + c <= n, "be at most n");
          PairedOutcomes pairs = pairs(in, n - b - c, b, c, 0);
          double margin = in.number("margin");
          in.require().inside("margin", margin, Math.abs(margin) < 1, "lie in (-1, 1)");
          Interval of =
              TangoInterval.interval(pairs, in.require().openUnit("conf", in.number("conf")))
                  .negated();
          return Map.of(
              "drop", drop(pairs),
              "lo", of.low(),
              "hi", of.high(),
              "zAtMargin", TangoInterval.zAtMargin(pairs, margin),
              "pNonInferiority", TangoInterval.pNonInferiority(pairs, margin));
        });
  }

  private static VectorFormula mcnemar() {
    return new VectorFormula(
        "mcnemarExact",
        SECTION,
        List.of(number("b"), number("c")),
        List.of("pOneSided", "pTwoSided"),
        in -> {
          // One pair that did not change lets the table be without changes; the test ignores it.
          PairedOutcomes pairs = new PairedOutcomes(1, in.count("b", 0), in.count("c", 0), 0);
          return Map.of(
              "pOneSided", McNemarExact.pDecrease(pairs),
              "pTwoSided", McNemarExact.pTwoSided(pairs));
        });
  }

  private static VectorFormula sampleSize() {
    return new VectorFormula(
        "sampleSizePaired",
        SECTION,
        List.of(
            number("margin"),
            number("drop"),
            number("discordant"),
            number("alpha"),
            number("power")),
        List.of("n", "raw", "nNaive", "zeroFailureN"),
        in -> {
          PairedDesign of = design(in);
          return Map.of(
              "n", (double) of.pairs(),
              "raw", of.rawPairs(),
              "nNaive", (double) of.textbookPairs(),
              "zeroFailureN", (double) PairedDesign.pairsWithoutLoss(of.margin(), of.alpha()));
        });
  }

  private static PairedDesign design(Inputs in) {
    Require require = in.require();
    double margin = require.openUnit("margin", in.number("margin"));
    double drop = in.number("drop");
    require.inside("drop", drop, drop > -1 && drop < margin, "lie in (-1, margin)");
    double discordant = in.number("discordant");
    require.inside(
        "discordant",
        discordant,
        discordant >= Math.abs(drop) && discordant <= 1,
        "lie in [|drop|, 1]");
    return new PairedDesign(
        margin,
        drop,
        discordant,
        require.openUnit("alpha", in.number("alpha")),
        require.openUnit("power", in.number("power")));
  }

  private static VectorFormula judgeMargin() {
    return new VectorFormula(
        "judgeMargin",
        SECTION,
        List.of(
            number("sensitivity"), number("specificity"), number("eps"), number("observedDrop")),
        List.of("observedMargin", "correctedDrop"),
        in -> {
          JudgeMargin of =
              JudgeMargin.of(
                  in.number("sensitivity"),
                  in.number("specificity"),
                  in.number("eps"),
                  in.number("observedDrop"));
          return Map.of("observedMargin", of.observedMargin(), "correctedDrop", of.correctedDrop());
        });
  }

  private static Rate rate(Inputs in) {
    long n = in.count("n", 1);
    long successes = in.count("successes", 0);
    in.require().inside("successes", (double) successes, successes <= n, "be at most n");
    return new Rate(successes, n);
  }

  private static PairedOutcomes pairs(Inputs in, long a, long b, long c, long d) {
    in.require()
        .inside("a + b + c + d", (double) (a + b + c + d), a + b + c + d > 0, "be 1 or more");
    return new PairedOutcomes(a, b, c, d);
  }

  private static double drop(PairedOutcomes pairs) {
    return 0.0 - pairs.change();
  }
}
