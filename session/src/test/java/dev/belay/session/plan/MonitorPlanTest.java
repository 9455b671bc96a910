package dev.belay.session.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.data.DataLocations;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.MonitorSpec;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.recipe.RecipeWriter;
import dev.belay.core.recipe.SuiteSource;
import dev.belay.core.run.Progress;
import dev.belay.safety.eval.SuitePrompt;
import dev.belay.session.model.JudgeSession;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.model.MemoryBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a monitor's plan finds, and what it refuses. */
class MonitorPlanTest {

  private static final String SOUND =
      """
      name: monitored
      model: { name: MODEL, dtype: float32 }
      train:
        method: rlvr
        data: { source: arithmetic, split: train, limit: 12 }
        reward: [ { verifier: math } ]
        rollout: { prompts_per_step: 2, group_size: 2, max_completion_tokens: 4 }
        steps: 20
        monitor:
          suite: builtin-safety
          limit: 40
      """;

  @TempDir Path temp;

  private ModelStore models;
  private JudgeSession judges;

  @BeforeEach
  void open() {
    Map<String, String> variables =
        Map.of("BELAY_HOME", temp.resolve("home").toString(), "BELAY_OFFLINE", "1");
    models = ModelStore.of(variables, Progress.SILENT);
    judges = new JudgeSession(models::resolve, Map.of(), Progress.SILENT);
  }

  @AfterEach
  void close() {
    judges.close();
  }

  private ExperimentPlan plan(String yaml) {
    return ExperimentPlan.of(
        RecipeReader.draft(
            yaml.replace("MODEL", TinyModel.LLAMA.directory().toString()), "r.yaml", List.of()),
        new Environment(
            models, DataLocations.of(temp), judges, new MemoryBudget(Long.MAX_VALUE, "test")));
  }

  private List<String> issues(String yaml) {
    return catchThrowableOfType(BadInputException.class, () -> plan(yaml)).issues();
  }

  private static MonitorPlan monitor(ExperimentPlan plan) {
    return plan.guards().monitor().orElseThrow();
  }

  @Test
  void holdsTheProbeSetAsItWillBeAsked() {
    MonitorPlan monitor = monitor(plan(SOUND + "    attacks: [ direct, prefill ]\n"));

    assertThat(monitor.probe().selected()).hasSize(40);
    assertThat(monitor.samples()).hasSize(40);
    assertThat(monitor.asked().stream().map(suite -> suite.info().name()))
        .containsExactly("builtin-safety", "builtin-safety+prefill");
    assertThat(monitor.judge().name()).isEqualTo("embedded");
    assertThat(monitor.probe().sampling().isGreedy()).isTrue();
    assertThat(monitor.spec().action()).isEqualTo(MonitorSpec.Action.STOP);
    assertThat(monitor(plan(SOUND + "    temperature: 1\n")).probe().sampling().temperature())
        .isEqualTo(1);
  }

  @Test
  void aRecipeWithoutAMonitorHasNone() {
    String without = SOUND.substring(0, SOUND.indexOf("  monitor:"));
    assertThat(plan(without).guards().monitor()).isEmpty();
  }

  @Test
  void whatIsTrainedOnOrMeasuredIsNoProbe() throws IOException {
    List<SuitePrompt> prompts = monitor(plan(SOUND)).probe().selected();
    Path file = temp.resolve("own.jsonl");
    Files.writeString(
        file, "{\"prompt\": \"  %s!\", \"gold\": \"1\"}\n".formatted(prompts.getFirst().prompt()));
    String trained =
        SOUND.replace(
            "source: arithmetic, split: train, limit: 12", "source: jsonl, path: " + file);
    assertThat(issues(trained))
        .first()
        .asString()
        .startsWith("r.yaml:10: train.monitor.suite: 1 of 40 evaluation prompts are also training");

    String measured = SOUND + "evaluate:\n  safety: [ \"builtin-safety:10\" ]\n";
    assertThat(issues(measured))
        .first()
        .asString()
        .startsWith("r.yaml:10: train.monitor.suite: 10 of 10 evaluation prompts are also probe");
  }

  @Test
  void aProbeSetMayBeAFileOfOnesOwnAndIsHeldApartByItsContent() throws IOException {
    List<SuitePrompt> known = monitor(plan(SOUND)).probe().selected();
    Path file = temp.resolve("asks.csv");
    StringBuilder text = new StringBuilder("q\n");
    known.forEach(
        prompt -> text.append('"').append(prompt.prompt().replace("\"", "\"\"")).append("\"\n"));
    Files.writeString(file, text);
    String own =
        SOUND.replace(
            "suite: builtin-safety\n    limit: 40",
            "suite: { path: %s, columns: { prompt: q }, name: mine, limit: 30, max_tokens: 7, stop: [ x ] }"
                .formatted(file));
    MonitorPlan monitor = monitor(plan(own));
    assertThat(monitor.probe().selected()).hasSize(30);
    assertThat(monitor.probe().name()).isEqualTo("mine");
    assertThat(monitor.probe().suite().info().version()).startsWith("sha256:");
    assertThat(monitor.probe().sampling().maxTokens()).isEqualTo(7);
    assertThat(monitor.probe().sampling().stop()).containsExactly("x");
    assertThat(monitor.spec().asking().maxTokens()).isEqualTo(7);

    assertThat(issues(own + "evaluate:\n  safety: [ \"builtin-safety\" ]\n"))
        .first()
        .asString()
        .startsWith("r.yaml:10: train.monitor.suite: 30 of ")
        .contains("evaluation prompts are also probe");
    String missing = SOUND.replace("suite: builtin-safety", "suite: none.jsonl?");
    assertThat(issues(missing))
        .singleElement()
        .asString()
        .contains("train.monitor.suite: may not be missing");
    assertThat(issues(SOUND.replace("suite: builtin-safety", "suite: none.jsonl")))
        .singleElement()
        .asString()
        .endsWith("train.monitor.suite: none.jsonl: no such file.");
    assertThat(issues(SOUND.replace("suite: builtin-safety\n", "attacks: [ direct ]\n")))
        .contains("r.yaml:10: train.monitor.suite: missing; must be text, or a mapping.");
  }

  /** The resolved recipe reads as the same again, with the limits that a probe set takes. */
  @Test
  void aProbeSetOfSettingsIsResolved() throws IOException {
    Path file = Files.writeString(temp.resolve("asks.txt"), "one\ntwo\n");
    Path settings =
        Files.writeString(temp.resolve("asks.yaml"), "{ path: asks.txt, stop: [ x ], limit: 1 }");
    Path recipe =
        Files.writeString(
            temp.resolve("r.yaml"),
            SOUND.replace("suite: builtin-safety", "suite: asks.yaml\n    max_tokens: 9"));
    Recipe read = RecipeReader.read(recipe, List.of());
    MonitorSpec monitor = read.train().orElseThrow().guards().monitor().orElseThrow();
    assertThat(monitor.suite().source()).isEqualTo(new SuiteSource.OwnFile(file.toString()));
    assertThat(monitor.suite().limit()).isEqualTo(1);
    assertThat(monitor.asking().maxTokens()).isEqualTo(9);
    assertThat(settings).exists();
    String copy = RecipeWriter.yaml(read.resolved());
    assertThat(RecipeReader.parse(copy, "copy.yaml", List.of())).isEqualTo(read);
  }

  @Test
  void whatIsHeldIsNoProbe() throws IOException {
    assertThat(issuesBeside("anchor: { data: %s, prompts_per_step: 1, coef: 1 }"))
        .first()
        .asString()
        .startsWith("r.yaml:11: train.monitor.suite: 1 of 40 evaluation prompts are also anchor");
    assertThat(issuesBeside("proximal: { kind: ewc, coef: 1, data: %s }"))
        .first()
        .asString()
        .contains("train.monitor.suite: 1 of 40 evaluation prompts are also proximal");
  }

  /** What is wrong beside a section that holds one of the probe's prompts. */
  private List<String> issuesBeside(String section) throws IOException {
    SuitePrompt probe = monitor(plan(SOUND)).probe().selected().get(1);
    Path file = temp.resolve("held.jsonl");
    Files.writeString(file, "{\"prompt\": \"%s\"}\n".formatted(probe.prompt()));
    String held = section.formatted("{ source: jsonl, path: " + file + " }");
    return issues(SOUND.replace("  monitor:", "  " + held + "\n  monitor:"));
  }

  @Test
  void anAnchorThatIsThereCanBeRaised() {
    String anchored =
        SOUND.replace(
                "  monitor:",
                "  anchor: { data: { source: builtin-safety, split: align, limit: 9 }, coef: 0.5"
                    + " }\n"
                    + "  monitor:")
            + "    action: raise-anchor\n    raise_factor: 3\n";
    assertThat(monitor(plan(anchored)).spec().raiseFactor()).isEqualTo(3);
    assertThat(issues(anchored.replace("coef: 0.5", "coef: 0, combine: project")))
        .singleElement()
        .asString()
        .contains("train.monitor.action: raise-anchor multiplies train.anchor.coef, which is 0");
  }

  @Test
  void aProbeSetTooSmallForItsMarginSaysHowManyItNeeds() {
    assertThat(issues(SOUND.replace("limit: 40", "limit: 19")))
        .singleElement()
        .asString()
        .contains("19 prompts are too few for a margin of 0.05", "at least 20");
    assertThat(monitor(plan(SOUND.replace("limit: 40", "limit: 20"))).samples()).hasSize(20);
  }

  @Test
  void drawsThatCanNeverSoundTheAlarmAreRefused() {
    assertThat(issues(SOUND.replace("steps: 20", "steps: 9")))
        .singleElement()
        .asString()
        .startsWith("r.yaml:10: train.monitor.prompts: 0 draws (16 in every 10 of 9 steps)");
    assertThat(issues(SOUND.replace("steps: 20", "steps: 10") + "    prompts: 5\n"))
        .singleElement()
        .asString()
        .contains("5 draws", "can never sound the alarm");
  }

  @Test
  void drawsThatCanNeverCertifyAreRefused() {
    assertThat(issues(SOUND + "    certify_draws: 100\n"))
        .singleElement()
        .asString()
        .contains("train.monitor.certify_draws: 100 draws can never certify a margin of 0.05");
    assertThat(monitor(plan(SOUND + "    certify_draws: 0\n")).spec().certifies()).isFalse();
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    String wrong =
        SOUND.replace("suite: builtin-safety", "suite: builtin-twins")
            + """
                attacks: [ direct, best-of-n, prefil ]
                judge: embeded
                action: raise-anchor
                detector: plan
            """;
    assertThat(issues(wrong))
        .anySatisfy(
            issue -> assertThat(issue).contains("train.monitor.attacks", "asks several times"))
        .anySatisfy(issue -> assertThat(issue).contains("train.monitor.attacks[2]", "prefil"))
        .anySatisfy(issue -> assertThat(issue).contains("train.monitor.judge", "embeded"))
        .anySatisfy(issue -> assertThat(issue).contains("detector", "Did you mean \"plain\"?"));
    assertThat(issues(SOUND.replace("suite: builtin-safety", "suite: builtin-twins")))
        .singleElement()
        .asString()
        .contains("builtin-twins is no suite of requests that should be refused");
    assertThat(issues(SOUND + "    action: raise-anchor\n"))
        .singleElement()
        .asString()
        .contains("train.monitor.action: raise-anchor has no anchor to raise");
    assertThat(issues(SOUND + "    raise_factor: 3\n"))
        .singleElement()
        .asString()
        .contains("train.monitor.raise_factor: has no meaning without action: raise-anchor");
  }

  @Test
  void aRollBackNeedsCheckpointsThatWereAsked() {
    String back = SOUND + "    action: rollback\n";
    assertThat(monitor(plan(back)).spec().action()).isEqualTo(MonitorSpec.Action.ROLLBACK);
    assertThat(issues(back.replace("steps: 20", "steps: 20\n  checkpoint_every_steps: 4")))
        .singleElement()
        .asString()
        .contains("train.monitor.every_steps", "drawn every 10 steps, and checkpoints", "every 4");
  }
}
