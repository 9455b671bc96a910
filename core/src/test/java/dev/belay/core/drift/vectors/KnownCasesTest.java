package dev.belay.core.drift.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every formula on cases that were computed elsewhere with forty digits. */
final class KnownCasesTest {

  @Test
  void everyCaseOfEveryFormulaComesOutAsWanted() throws IOException {
    VectorReport report = VectorReport.of(VectorFile.parse(cases(), "known-cases.json"));
    assertThat(report.formulas().stream().flatMap(each -> each.failures().stream())).isEmpty();
    assertThat(report.formulas().stream().flatMap(each -> each.notes().stream())).isEmpty();
    assertThat(
            report.formulas().stream().map(VectorReport.OfFormula::id).collect(Collectors.toSet()))
        .isEqualTo(VectorFormulas.byId().keySet());
    assertThat(report.formulas()).allMatch(each -> each.cases() >= 11);
  }

  @Test
  void aValueThatIsOffIsFoundWithItsCaseAndField() {
    VectorReport report =
        VectorReport.of(
            VectorFile.parse(
                """
                {"formulas": [
                  {"id": "klToTv", "cases": [
                    {"in": {"kl": 0.5}, "out": {"pinsker": 0.5}},
                    {"in": {"kl": 0.5}, "out": {"pinsker": 0.50000001, "tsybakov": 1}},
                    {"in": {"kl": 1}, "error": "OUT_OF_RANGE"},
                    {"in": {"kl": -1}, "out": {"pinsker": 0}},
                    {"in": {"kl": -1}, "error": "LENGTH"}]},
                  {"id": "tilt", "cases": [
                    {"in": {"ref": [1], "g": [0], "s": [1], "beta": 1}, "out": {"piStar": [1, 0]}},
                    {"in": {"ref": [1], "g": [0], "s": [1], "beta": 1}, "out": {"piStar": 1}}]}]}
                """,
                "mine.json"));
    VectorReport.OfFormula first = report.formulas().getFirst();
    assertThat(first.cases()).isEqualTo(5);
    assertThat(first.failed()).isEqualTo(3);
    assertThat(first.failures().stream().map(each -> each.index() + " " + each.field()))
        .containsExactlyInAnyOrder("1 pinsker", "1 tsybakov", "2 error", "3 error");
    assertThat(first.notes()).hasSize(1);
    assertThat(first.notes().getFirst().got()).startsWith("OUT_OF_RANGE (drift specification §3");
    VectorReport.OfFormula second = report.formulas().getLast();
    assertThat(second.failures().stream().map(VectorReport.Difference::got))
        .containsExactly("1 numbers", "1 numbers");
    assertThat(report.failed()).isEqualTo(5);
  }

  @Test
  void infinitiesAndNumbersThatAreNoneCompare() {
    Tolerance tolerance = new Tolerance(0.1, 0.01);
    assertThat(tolerance.share(1.11, 1)).isBetween(0.99, 1.01);
    assertThat(tolerance.share(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY)).isZero();
    assertThat(tolerance.share(Double.NaN, Double.NaN)).isZero();
    assertThat(tolerance.share(Double.NaN, 1)).isInfinite();
    assertThat(tolerance.share(1, Double.NEGATIVE_INFINITY)).isInfinite();
    assertThat(tolerance.share(0.0, -0.0)).isZero();
  }

  @Test
  void aFileMayStateItsTolerance() {
    assertThat(Tolerance.stated("|got-want| <= 2e-9*|want| + 3e-10 (why)"))
        .isEqualTo(new Tolerance(2e-9, 3e-10));
    assertThat(Tolerance.stated("closely")).isEqualTo(Tolerance.DEFAULT);
  }

  static String cases() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(KnownCasesTest.class.getResourceAsStream("known-cases.json"))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
