package dev.belay.core.drift.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.error.BadInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VectorFileTest {

  @Test
  void everythingThatIsWrongIsSaidWithItsPlace() {
    assertThat(
            issues(
                """
                {"formulas": [
                  {"id": "kapa", "cases": []},
                  {"id": "kappa", "cases": [
                    {"in": {"p": "high", "bata": 1}, "out": {"kapa": 1}},
                    {"in": {"p": 0.5, "beta": 1}},
                    {"in": [], "error": 3}]},
                  {"id": "kappa", "cases": [1]},
                  {"id": "wilson", "cases": []},
                  {"cases": []}]}
                """))
        .containsExactly(
            "mine.json: formulas[0].id: unknown formula \"kapa\". Did you mean \"kappa\"? Known: "
                + String.join(", ", VectorFormulas.byId().keySet())
                + ".",
            "mine.json: formulas[1] (kappa).cases[0].in.bata: kappa has no such value. Did you mean"
                + " \"beta\"? It has: p, beta.",
            "mine.json: formulas[1] (kappa).cases[0].in.p: must be a number, was \"high\".",
            "mine.json: formulas[1] (kappa).cases[0].in.beta: must be a number, was missing.",
            "mine.json: formulas[1] (kappa).cases[0].out.kapa: kappa has no such value. Did you"
                + " mean \"kappa\"? It has: kappa, pStar, supKappa, argSup.",
            "mine.json: formulas[1] (kappa).cases[1]: needs either \"out\" or \"error\".",
            "mine.json: formulas[1] (kappa).cases[1].out: must be an object with at least one"
                + " value, was missing.",
            "mine.json: formulas[1] (kappa).cases[2].in: must be an object, was [].",
            "mine.json: formulas[1] (kappa).cases[2].error: must be a text, was 3.",
            "mine.json: formulas[2].id: formula \"kappa\" stands there twice.",
            "mine.json: formulas[3] (wilson): needs a list \"cases\" with at least one case.",
            "mine.json: formulas[4].id: must be the id of a formula, was missing.");
  }

  @Test
  void whatIsNoVectorsFileIsRefused() {
    assertThat(issues("[]").getFirst()).contains("has no list \"formulas\"");
    assertThat(issues("{\"formulas\": {}}").getFirst()).contains("has no list \"formulas\"");
    assertThat(issues("{\n\"formulas\": [,").getFirst()).startsWith("mine.json:2: not valid JSON");
    assertThat(issues("{\"formulas\": [], \"formulas\": []}").getFirst()).contains("given twice");
    assertThat(issues("").getFirst()).startsWith("mine.json");
  }

  @Test
  void listsTablesAndWholeNumbersHaveTheirTypes() {
    assertThat(
            issues(
                """
                {"formulas": [
                  {"id": "clusteredSe", "cases": [{"in": {"groups": [1]}, "error": "EMPTY"}]},
                  {"id": "klMonteCarlo", "cases": [{"in": {"logRatio": ["x"]}, "error": "EMPTY"}]},
                  {"id": "effectiveBeta", "cases": [{"in":
                    {"beta": 1, "range": 1, "length": 1, "mode": 1}, "error": "EMPTY"}]},
                  {"id": "bootstrap", "cases": [{"in": {"g": [1], "s": [1], "beta": 1,
                    "resamples": 1, "seed": 1.5, "conf": 0.9}, "error": "EMPTY"}]}]}
                """))
        .hasSize(4)
        .anyMatch(issue -> issue.endsWith("groups: must be a list of lists of numbers, was [1]."))
        .anyMatch(issue -> issue.endsWith("logRatio: must be a list of numbers, was [\"x\"]."))
        .anyMatch(issue -> issue.endsWith("mode: must be a text, was 1."))
        .anyMatch(issue -> issue.endsWith("seed: must be a whole number, was 1.5."));
  }

  private static List<String> issues(String text) {
    return catchThrowableOfType(BadInputException.class, () -> VectorFile.parse(text, "mine.json"))
        .issues();
  }
}
