package dev.belay.cli.certify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.error.BadInputException;
import dev.belay.core.run.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class CertifyCommandTest {
  private static final Path KNOWN =
      Path.of("../core/src/test/resources/dev/belay/core/drift/vectors/known-cases.json");

  private final StringWriter out = new StringWriter();
  private final List<String> issues = new ArrayList<>();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path folder;

  @Test
  void knownCasesPassFormulaByFormula() {
    assertThat(run("--vectors", KNOWN.toString())).isZero();
    assertThat(out.toString())
        .startsWith("formula              section  cases failed  worst error\n")
        .containsPattern("\ntilt +1\\.1 +\\d+ +0  ")
        .containsPattern("\ntokenLossFixedPoint +8\\.5 +\\d+ +0  ")
        .contains(" 0 failed.")
        .doesNotContain("failed:");
  }

  @Test
  void aFailureIsShownWithItsCaseFieldAndBothValues() throws IOException {
    Path file = folder.resolve("mine.json");
    Files.writeString(
        file,
        """
        {"formulas": [{"id": "tvBound", "cases": [
          {"in": {"range": 1, "beta": 1}, "out": {"tv": 0.24491866240370913}},
          {"in": {"range": 1, "beta": 1}, "out": {"tv": 0.25}},
          {"in": {"range": "NaN", "beta": 1}, "error": "OUT_OF_RANGE"}]}]}
        """);
    assertThat(run("--vectors", file.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("failed: tvBound case 1, tv: got 0.24491866240370913, wanted 0.25\n")
        .contains("refused for another reason: tvBound case 2, error: got NON_FINITE (");
    out.getBuffer().setLength(0);
    assertThat(run("--vectors", file.toString(), "--json")).isEqualTo(1);
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("failed").intValue()).isEqualTo(1);
    JsonNode failure = json.at("/formulas/0/failures/0");
    assertThat(failure.get("case").intValue()).isEqualTo(1);
    assertThat(failure.get("field").textValue()).isEqualTo("tv");
    assertThat(failure.get("wanted").textValue()).isEqualTo("0.25");
  }

  @Test
  void badFilesAndMissingModesAreNamed() throws IOException {
    Path file = folder.resolve("mine.json");
    Files.writeString(file, "{\"formulas\": [{\"id\": \"tilted\"}]}");
    assertThat(run("--vectors", file.toString())).isEqualTo(2);
    assertThat(issues.getLast())
        .startsWith(file + ": formulas[0].id: unknown formula \"tilted\". Did you mean \"tilt\"?");
    assertThat(run("--vectors", folder.resolve("none.json").toString())).isEqualTo(2);
    assertThat(issues.getLast()).contains("none.json");
    assertThat(run()).isEqualTo(2);
    assertThat(issues.getLast()).contains("--vectors FILE");
  }

  @Test
  void anAllowedDropGivesCoefficientBudgetAndPrompts() {
    assertThat(run("--drop", ".05", "--base-safety", ".99", "--discordant", ".2")).isZero();
    assertThat(out.toString())
        .contains("Base safety 0.99, taken as exact")
        .contains("To hold a drop of safety within 0.05")
        .contains("4.996        whatever base safety is  (§7.1)")
        .contains("0.5424       with this base safety  (§7.1)")
        .contains("0.005003     whatever base safety is  (§7.2)")
        .contains("0.05879      with this base safety  (§7.2)")
        .contains("507          Tango's test, power 0.8")
        .contains("59           exact test")
        .contains("certificate of record");
  }

  @Test
  void aMeasuredBaseIsUsedWithItsLowerLimit() throws IOException {
    assertThat(run("--drop=.05", "--base-safety=.95", "--base-safety-n=400", "--json")).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    double lower = json.get("base_safety_lower").doubleValue();
    assertThat(lower).isBetween(0.92, 0.935);
    assertThat(json.at("/design/kl_budget").doubleValue()).isBetween(0.005003, 0.0207);
    assertThat(json.at("/design/prompts").longValue()).isPositive();
    assertThat(json.at("/design/kl_budget_assumes").textValue()).contains("model-based");
  }

  @Test
  void aKlGivesTheBoundsThatApplyWithTheTightestNamed() throws IOException {
    assertThat(run("--kl", ".05", "--base-safety", ".95")).isZero();
    assertThat(out.toString())
        .containsPattern("0\\.0822 +B6 kl-inverse +\\(§3 B6\\) +the tightest")
        .containsPattern("0\\.1581 +B8 Pinsker")
        .containsPattern("0\\.2208 +B9 Bretagnolle-Huber");
    out.getBuffer().setLength(0);
    assertThat(run("--kl", "3", "--kl-se", "1", "--json")).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("kl_limit").doubleValue()).isBetween(4.64, 4.65);
    assertThat(json.at("/of_kl/bounds/0/vacuous").booleanValue()).isTrue();
    assertThat(json.at("/of_kl/tightest").textValue()).startsWith("B9");
  }

  @Test
  void aCoefficientThatSaysNothingIsSaidTo() {
    assertThat(run("--coef", ".005", "--base-safety", ".3")).isZero();
    assertThat(out.toString())
        .contains("says nothing: no more than 0.3 can be lost")
        .contains("None of them says anything here.")
        .contains("Assumes that training reaches the optimum");
  }

  @Test
  void theOtherDirectionOfKlBoundsMirrored() throws IOException {
    // A base that is always safe keeps e^−K; Pinsker's bound holds of either direction.
    assertThat(run("--reverse-kl", ".05", "--base-safety", "1")).isZero();
    assertThat(out.toString())
        .contains("With a KL of the base to the trained model of 0.05 nats")
        .containsPattern("0\\.04877 +B6 mirrored +\\(§3 B6\\) +the tightest")
        .containsPattern("0\\.1581 +B8 Pinsker");
    out.getBuffer().setLength(0);
    assertThat(run("--reverse-kl", ".05", "--base-safety", "1", "--json")).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.at("/of_reverse_kl/tightest").textValue()).isEqualTo("B6 mirrored");
    assertThat(json.get("direction").textValue()).isEqualTo("drop");
  }

  @Test
  void aRiseIsBoundedAsADropOfTheComplement() throws IOException {
    assertThat(run("--kl=.05", "--coef=.5", "--base-safety=.05", "--rise")).isZero();
    assertThat(out.toString())
        .contains("The base's share 0.05, taken as exact", "the share has risen by at most")
        .containsPattern("0\\.0822 +B6 kl-inverse");
    out.getBuffer().setLength(0);
    assertThat(run("--drop=.05", "--base-safety=.05", "--base-safety-n=400", "--rise", "--json"))
        .isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("base_safety").doubleValue()).isBetween(0.0499, 0.0501);
    assertThat(json.get("base_safety_upper").doubleValue()).isBetween(0.065, 0.08);
  }

  @Test
  void aPolicyShortOfTheOptimumMayDifferByTheGap() throws IOException {
    assertThat(run("--coef=.02", "--base-safety=.99", "--gap=.0004", "--json")).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    double withGap = json.at("/of_coefficient/bounds/0/max_drop").doubleValue();
    out.getBuffer().setLength(0);
    assertThat(run("--coef=.02", "--base-safety=.99", "--json")).isZero();
    json = new ObjectMapper().readTree(out.toString());
    assertThat(withGap - json.at("/of_coefficient/bounds/0/max_drop").doubleValue())
        .isBetween(0.0999999, 0.1000001);
    // t = 50: t/(1 − e^−t) − 1 − log of it.
    assertThat(json.get("kl_max").doubleValue())
        .isBetween(49 - Math.log(50) - 1e-9, 49 - Math.log(50) + 1e-9);
    assertThat(run("--drop=.05", "--gap=.1")).isEqualTo(2);
    assertThat(issues.getLast()).isEqualTo("--gap means nothing without --coef.");
  }

  @Test
  void numbersOutsideTheirRangeAreNamedAllAtOnce() {
    assertThat(
            run(
                "--drop=1.2",
                "--base-safety=-0.1",
                "--kl-se=1",
                "--success=.5",
                "--power=NaN",
                "--confidence=.4",
                "--base-safety-n=0"))
        .isEqualTo(2);
    assertThat(issues)
        .containsExactly(
            "--drop must lie between 0 and 1, ends not included, was 1.2 (drift specification"
                + " §7.1).",
            "--base-safety must lie between 0 and 1, was -0.1 (drift specification §3).",
            "--power must lie between 0 and 1, ends not included, was NaN (drift specification"
                + " §7.3).",
            "--confidence must lie between 0.5 and 1, was 0.4 (drift specification §7.3).",
            "--base-safety-n must be 1 or more, was 0 (drift specification §7.2).",
            "--kl-se means nothing without --kl.",
            "--success means nothing without --coef.");
    issues.clear();
    assertThat(run("--base-safety=.9")).isEqualTo(2);
    assertThat(issues)
        .containsExactly("nothing to work out: give --drop, --kl, --reverse-kl or --coef.");
    assertThat(run("--drop=.05", "--vectors=x.json")).isEqualTo(2);
    assertThat(issues.getLast()).contains("--vectors FILE and numbers");
  }

  private int run(String... arguments) {
    CommandLine commandLine = new CommandLine(new CertifyCommand(() -> Progress.SILENT));
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setExecutionExceptionHandler(
        (error, _, _) -> {
          if (error instanceof BadInputException bad) {
            issues.addAll(bad.issues());
            return 2;
          }
          throw error;
        });
    return commandLine.execute(arguments);
  }
}
