package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** E-processes and confidence sequences, draw by draw, against values computed with 40 digits. */
class AnytimeVectorsTest {

  @TestFactory
  Stream<DynamicTest> agreesWithHighPrecisionValues() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (@Nullable InputStream in = AnytimeVectorsTest.class.getResourceAsStream("anytime.json")) {
      for (Map.Entry<String, JsonNode> formula : new ObjectMapper().readTree(in).properties()) {
        for (JsonNode vector : formula.getValue()) {
          String name = formula.getKey() + " " + vector.get("in");
          tests.add(DynamicTest.dynamicTest(name, () -> check(formula.getKey(), vector)));
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(60);
    return tests.stream();
  }

  private static void check(String formula, JsonNode vector) {
    JsonNode in = vector.get("in");
    if (vector.has("error")) {
      assertThatIllegalArgumentException().isThrownBy(() -> run(formula, in, null));
    } else {
      run(formula, in, vector.get("out"));
    }
  }

  private static void run(String formula, JsonNode in, @Nullable JsonNode out) {
    double[] x = numbers(in.get("x"));
    double alpha = in.get("alpha").doubleValue();
    switch (formula) {
      case "eAlarm" -> evidence(BettingEProcess.alarm(eps(in), stakes(in)), x, alpha, out);
      case "eCertify" -> evidence(BettingEProcess.certify(eps(in), stakes(in)), x, alpha, out);
      case "eSpendingAlarm" -> evidence(new SpendingEProcess(eps(in), stakes(in)), x, alpha, out);
      case "predictableEbCs" -> sequence(new PredictableEbSequence(alpha), x, out);
      case "gridEbCs" -> sequence(new GridEbSequence(alpha, stakes(in)), x, out);
      default -> throw new AssertionError(formula);
    }
  }

  private static void evidence(EProcess process, double[] x, double alpha, @Nullable JsonNode out) {
    double[] path = process.observeAll(x);
    if (out == null) {
      return;
    }
    requireClose(path, numbers(out.get("logE")));
    int crossing = out.get("firstCrossing").intValue();
    assertThat(process.rejects(alpha)).isEqualTo(crossing > 0);
    int first = 0;
    while (first < path.length && path[first] < EProcess.threshold(alpha)) {
      first++;
    }
    assertThat(first == path.length ? -1 : first + 1).isEqualTo(crossing);
    if (out.has("anytimeP")) {
      requireClose(
          new double[] {process.anytimeP()}, new double[] {out.get("anytimeP").doubleValue()});
    }
  }

  private static void sequence(ConfidenceSequence sequence, double[] x, @Nullable JsonNode out) {
    Interval[] path = sequence.observeAll(x);
    if (out != null) {
      requireClose(
          Arrays.stream(path).mapToDouble(Interval::low).toArray(), numbers(out.get("lo")));
      requireClose(
          Arrays.stream(path).mapToDouble(Interval::high).toArray(), numbers(out.get("hi")));
    }
  }

  private static void requireClose(double[] found, double[] want) {
    assertThat(found).hasSameSizeAs(want);
    for (int i = 0; i < want.length; i++) {
      assertThat(found[i])
          .as("draw %d", i)
          .isCloseTo(want[i], within(1e-11 * Math.abs(want[i]) + 1e-13));
    }
  }

  private static double eps(JsonNode in) {
    return in.get("eps").doubleValue();
  }

  private static double[] stakes(JsonNode in) {
    return numbers(in.get("lambdas"));
  }

  private static double[] numbers(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false)
        .mapToDouble(value -> Double.parseDouble(value.asText()))
        .toArray();
  }
}
