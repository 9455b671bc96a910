package dev.belay.core.drift.vectors;

import static dev.belay.core.drift.vectors.Field.number;
import static dev.belay.core.drift.vectors.Field.numbers;
import static dev.belay.core.drift.vectors.Field.text;

import dev.belay.core.drift.DriftDecomposition;
import dev.belay.core.drift.EffectiveBeta;
import dev.belay.core.drift.ForwardKlAnchor;
import dev.belay.core.drift.GroupNormalisation;
import dev.belay.core.drift.TokenLossTree;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Section 8: what trainers make of the coefficient. */
final class TrainingFormulas {
  private TrainingFormulas() {}

  static List<VectorFormula> all() {
    return List.of(
        grpoCoefficient(),
        grpoFixedPoint(),
        forwardKl(),
        decomposition(),
        effectiveBeta(),
        tokenLoss());
  }

  private static VectorFormula grpoCoefficient() {
    return new VectorFormula(
        "grpoCoefficient",
        "8.6",
        List.of(number("p"), number("groupSize"), number("stdEps"), number("beta")),
        List.of("coefficient", "sup", "effectiveBeta", "worstDrift"),
        in -> {
          GroupNormalisation of = groups(in);
          double p = in.number("p");
          double beta = in.number("beta");
          return Map.of(
              "coefficient", of.coefficient(p),
              "sup", of.sup(),
              "effectiveBeta", of.effectiveBeta(p, beta),
              "worstDrift", of.worstDrift(beta));
        });
  }

  private static VectorFormula grpoFixedPoint() {
    return new VectorFormula(
        "grpoFixedPoint",
        "8.6",
        List.of(number("p"), number("groupSize"), number("stdEps"), number("beta")),
        List.of("pFixed", "gain", "rootsFound"),
        in -> {
          GroupNormalisation.FixedPoint of =
              groups(in).fixedPoint(in.number("p"), in.number("beta"));
          return Map.of(
              "pFixed", of.pFixed(),
              "gain", of.gain(),
              "rootsFound", (double) of.rootsFound());
        });
  }

  private static GroupNormalisation groups(Inputs in) {
    return new GroupNormalisation(in.small("groupSize", 2), in.number("stdEps"));
  }

  private static VectorFormula forwardKl() {
    return new VectorFormula(
        "forwardKlBinary",
        "8.5",
        List.of(number("p"), number("beta")),
        List.of("pPrime", "gain", "supGain"),
        in -> {
          ForwardKlAnchor of = ForwardKlAnchor.of(in.number("p"), in.number("beta"));
          return Map.of("pPrime", of.pPrime(), "gain", of.gain(), "supGain", of.supGain());
        });
  }

  private static VectorFormula decomposition() {
    return new VectorFormula(
        "driftDecomposition",
        "8.7",
        List.of(
            number("p"), number("s1"), number("s0"), number("pT"), number("s1T"), number("s0T")),
        List.of("drift", "selection", "within"),
        in -> {
          DriftDecomposition of =
              DriftDecomposition.of(
                  in.number("p"),
                  in.number("s1"),
                  in.number("s0"),
                  in.number("pT"),
                  in.number("s1T"),
                  in.number("s0T"));
          return Map.of("drift", of.drift(), "selection", of.selection(), "within", of.within());
        });
  }

  private static VectorFormula effectiveBeta() {
    return new VectorFormula(
        "effectiveBeta",
        "8.3",
        List.of(number("beta"), number("range"), number("length"), text("mode")),
        List.of("effectiveBeta", "tv"),
        in -> {
          EffectiveBeta of =
              EffectiveBeta.of(
                  in.number("beta"), in.number("range"), in.number("length"), mode(in));
          return Map.of("effectiveBeta", of.effectiveBeta(), "tv", of.tv());
        });
  }

  private static EffectiveBeta.Mode mode(Inputs in) {
    String name = in.text("mode");
    return Arrays.stream(EffectiveBeta.Mode.values())
        .filter(mode -> mode.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                in.require()
                    .outOfRange(
                        "mode must be one of %s, was %s"
                            .formatted(Arrays.toString(EffectiveBeta.Mode.values()), name)));
  }

  private static VectorFormula tokenLoss() {
    return new VectorFormula(
        "tokenLossFixedPoint",
        "8.5",
        List.of(numbers("firstProb"), numbers("success"), numbers("safety"), number("beta")),
        List.of("driftTilt", "driftTokenLoss", "firstStar", "firstTokenLoss"),
        in -> {
          TokenLossTree of =
              TokenLossTree.of(
                  in.numbers("firstProb"),
                  in.numbers("success"),
                  in.numbers("safety"),
                  in.number("beta"));
          return Map.of(
              "driftTilt", of.driftTilt(),
              "driftTokenLoss", of.driftTokenLoss(),
              "firstStar", of.firstStar(),
              "firstTokenLoss", of.firstTokenLoss());
        });
  }
}
