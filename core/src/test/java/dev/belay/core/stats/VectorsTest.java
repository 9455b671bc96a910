package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every formula against values computed with 40 digits. */
class VectorsTest {

  @TestFactory
  Stream<DynamicTest> agreesWithHighPrecisionValues() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (@Nullable InputStream in = VectorsTest.class.getResourceAsStream("vectors.json")) {
      for (Map.Entry<String, JsonNode> formula : new ObjectMapper().readTree(in).properties()) {
        for (JsonNode vector : formula.getValue()) {
          String name = formula.getKey() + " " + vector.get("in");
          tests.add(DynamicTest.dynamicTest(name, () -> check(formula.getKey(), vector)));
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(100);
    return tests.stream();
  }

  private static void check(String formula, JsonNode vector) {
    JsonNode in = vector.get("in");
    if (vector.has("error")) {
      assertThatIllegalArgumentException().isThrownBy(() -> evaluate(formula, in));
      return;
    }
    Map<String, Double> found = evaluate(formula, in);
    for (Map.Entry<String, JsonNode> expected : vector.get("out").properties()) {
      double want = expected.getValue().doubleValue();
      assertThat(found.get(expected.getKey()))
          .as(expected.getKey())
          .isCloseTo(want, within(1e-11 * Math.abs(want) + 1e-13));
    }
  }

  private static Map<String, Double> evaluate(String formula, JsonNode in) {
    return switch (formula) {
      case "wilson" -> ends(rate(in).wilson(number(in.get("conf"))));
      case "clopperPearson" -> clopperPearson(in);
      case "newcombePaired" -> newcombe(in);
      case "tango" -> tango(in);
      case "mcnemarExact" -> mcNemar(in);
      case "clusteredSe" -> clustered(in);
      case "judgeMargin" -> judgeMargin(in);
      case "sampleSizePaired" -> sampleSize(in);
      default -> throw new IllegalStateException("no such formula: " + formula);
    };
  }

  private static Map<String, Double> judgeMargin(JsonNode in) {
    JudgeErrors errors =
        new JudgeErrors(number(in.get("sensitivity")), number(in.get("specificity")));
    return Map.of(
        "observedMargin", errors.observedMargin(number(in.get("eps"))),
        "correctedDrop", errors.correctedDrop(number(in.get("observedDrop"))));
  }

  private static Map<String, Double> sampleSize(JsonNode in) {
    double margin = number(in.get("margin"));
    double alpha = number(in.get("alpha"));
    PairedDesign design =
        new PairedDesign(
            margin,
            number(in.get("drop")),
            number(in.get("discordant")),
            alpha,
            number(in.get("power")));
    return Map.of(
        "n", (double) design.pairs(),
        "raw", design.rawPairs(),
        "nNaive", (double) design.textbookPairs(),
        "zeroFailureN", (double) PairedDesign.pairsWithoutLoss(margin, alpha));
  }

  private static double number(JsonNode node) {
    return node.isTextual() ? Double.parseDouble(node.textValue()) : node.doubleValue();
  }

  private static Rate rate(JsonNode in) {
    return new Rate(in.get("successes").longValue(), in.get("n").longValue());
  }

  private static Map<String, Double> ends(Interval interval) {
    Map<String, Double> ends = new LinkedHashMap<>();
    ends.put("lo", interval.low());
    ends.put("hi", interval.high());
    return ends;
  }

  private static Map<String, Double> clopperPearson(JsonNode in) {
    double confidence = number(in.get("conf"));
    Map<String, Double> found = ends(ClopperPearson.interval(rate(in), confidence));
    found.put("oneSidedUpper", ClopperPearson.upperLimit(rate(in), confidence));
    return found;
  }

  // The vectors speak of the drop, before minus after; Belay of the change, after minus before.
  private static Map<String, Double> newcombe(JsonNode in) {
    PairedOutcomes pairs =
        new PairedOutcomes(
            in.get("a").longValue(),
            in.get("b").longValue(),
            in.get("c").longValue(),
            in.get("d").longValue());
    Map<String, Double> found =
        ends(NewcombePaired.interval(pairs, number(in.get("conf"))).negated());
    found.put("drop", -pairs.change());
    return found;
  }

  private static Map<String, Double> tango(JsonNode in) {
    long b = in.get("b").longValue();
    long c = in.get("c").longValue();
    PairedOutcomes pairs = new PairedOutcomes(0, b, c, in.get("n").longValue() - b - c);
    double margin = number(in.get("margin"));
    Map<String, Double> found =
        ends(TangoInterval.interval(pairs, number(in.get("conf"))).negated());
    found.put("drop", -pairs.change());
    found.put("zAtMargin", TangoInterval.zAtMargin(pairs, margin));
    found.put("pNonInferiority", TangoInterval.pNonInferiority(pairs, margin));
    return found;
  }

  private static Map<String, Double> mcNemar(JsonNode in) {
    PairedOutcomes pairs =
        new PairedOutcomes(1, in.get("b").longValue(), in.get("c").longValue(), 0);
    return Map.of(
        "pOneSided", McNemarExact.pDecrease(pairs), "pTwoSided", McNemarExact.pTwoSided(pairs));
  }

  private static Map<String, Double> clustered(JsonNode in) {
    List<double[]> clusters = new ArrayList<>();
    for (JsonNode group : in.get("groups")) {
      double[] scores = new double[group.size()];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = number(group.get(i));
      }
      clusters.add(scores);
    }
    ClusteredMean mean = ClusteredMean.of(clusters);
    return Map.of(
        "promptMean", mean.promptMean(),
        "promptSe", mean.promptStandardError(),
        "pooledMean", mean.pooledMean(),
        "pooledSe", mean.pooledStandardError(),
        "worstPrompt", mean.worstPrompt());
  }
}
