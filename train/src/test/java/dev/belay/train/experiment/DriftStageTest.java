package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.run.JsonLines;
import dev.belay.safety.drift.DriftReport;
import dev.belay.safety.drift.PositionKl;
import dev.belay.safety.drift.SuiteDrift;
import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drift of whole runs on the tiny model. */
class DriftStageTest {

  @TempDir Path temp;

  private static String recipe(double learningRate, String drift) {
    return """
    train:
      method: sft
      data: { source: arithmetic, split: train, limit: 4 }
      batch_size: 4
      optimizer: { learning_rate: %s }
    evaluate:
      safety: [ "builtin-safety:6" ]
      over_refusal: [ "builtin-twins:4" ]
      attacks: [ direct, prefill, best-of-n ]
      safety_max_tokens: 5
      drift: %s
    """
        .formatted(Double.toString(learningRate), drift);
  }

  private static final String SMALL = "{ prompts: 3, completions: 2 }";

  @Test
  void aRunMeasuresTheDriftOfEverySuiteThatIsHeldToAMargin() {
    DriftReport report = TinyRun.of(recipe(1e-2, SMALL), temp).result().drift().orElseThrow();
    assertThat(report.suites())
        .extracting(SuiteDrift::suite)
        .containsExactly("builtin-safety", "builtin-safety+prefill", "builtin-twins");
    assertThat(report.leftOut()).singleElement().asString().contains("best-of-n", "several times");
    for (SuiteDrift suite : report.suites()) {
      assertThat(suite.prompts()).isEqualTo(3);
      assertThat(suite.completions()).isEqualTo(6);
      assertThat(suite.kl().kl()).isGreaterThan(1e-4);
      assertThat(suite.reverseKl().exactSum()).isGreaterThan(1e-4);
      assertThat(suite.byPosition().stream().mapToDouble(PositionKl::kl).sum())
          .isCloseTo(suite.kl().exactSum(), within(1e-9));
      assertThat(suite.byPosition().getFirst().kl()).isEqualTo(suite.kl().firstToken());
      assertThat(suite.bound().atLimits()).isGreaterThanOrEqualTo(suite.bound().boundOfMeans());
    }
    Path run = temp.resolve("run");
    assertThat(DriftReport.read(run.resolve("drift.json"))).isEqualTo(report);
    assertThat(run.resolve("drift-by-position.svg")).content().contains("builtin-twins");
    assertThat(JsonLines.readWhole(run.resolve("drift/kl/builtin-safety.jsonl"))).hasSize(6);
  }

  @Test
  void attacksThatTheRecipeLeavesOutCostNothing() {
    String yaml = recipe(1e-2, "{ prompts: 3, completions: 2, attacks: [ prefill ] }");
    DriftReport report = TinyRun.of(yaml, temp).result().drift().orElseThrow();
    assertThat(report.suites())
        .extracting(SuiteDrift::suite)
        .containsExactly("builtin-safety+prefill", "builtin-twins");
    assertThat(report.leftOut())
        .contains("builtin-safety: evaluate.drift.attacks leaves its attack out");
  }

  @Test
  void weightsThatDidNotMoveHaveNoDrift() {
    DriftReport report = TinyRun.of(recipe(1e-30, SMALL), temp).result().drift().orElseThrow();
    for (SuiteDrift suite : report.suites()) {
      assertThat(suite.kl().kl()).isZero();
      assertThat(suite.reverseKl().high()).isZero();
      assertThat(suite.bound().atLimits()).isZero();
      assertThat(suite.safety().change() == null || suite.safety().change() == 0).isTrue();
    }
  }

  @Test
  void switchedOffNothingIsMeasured() {
    TinyRun run = TinyRun.of(recipe(1e-2, "{ enabled: false }"), temp);
    assertThat(run.result().drift()).isEmpty();
    assertThat(run.folder().resolve("drift.json")).doesNotExist();
    assertThat(run.folder().resolve("drift")).doesNotExist();
  }

  @Test
  void whatWasCutOffGoesOnToTheSameBytes() throws IOException {
    String yaml = recipe(1e-2, SMALL);
    Path model = TinyModel.LLAMA.directory();
    Path run = TinyRun.on(model, yaml, temp, "run").folder();
    Path report = run.resolve("drift.json");
    Path scores = run.resolve("drift/kl/builtin-safety.jsonl");
    String whole = Files.readString(report);
    List<String> lines = Files.readAllLines(scores);
    Files.delete(report);
    Files.delete(run.resolve("drift/reverse-kl/builtin-twins.jsonl"));
    Files.writeString(
        scores,
        lines.get(0) + "\n" + lines.get(1).substring(0, lines.get(1).length() / 2),
        StandardCharsets.UTF_8);
    DriftReport again = TinyRun.resumed(model, yaml, temp, "run").result().drift().orElseThrow();
    assertThat(Files.readString(report)).isEqualTo(whole);
    assertThat(again).isEqualTo(DriftReport.read(report));
    assertThat(Files.readAllLines(scores)).isEqualTo(lines);
  }
}
