package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.data.DataLocations;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.session.model.JudgeSession;
import dev.belay.session.plan.Environment;
import dev.belay.session.plan.ExperimentPlan;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.model.MemoryBudget;
import dev.belay.train.method.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A monitored run that is cut off, also in the middle of asking, ends as one that was not. */
class MonitorResumeTest {

  @TempDir static Path shared;

  @TempDir Path temp;

  private static Path base;

  @BeforeAll
  static void train() {
    base = RefusingModel.in(shared);
  }

  private static final class PowerCut extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Cuts the power when the n-th line about asking is shown. */
  private static final class CutWhileAsking implements Progress {
    private final int times;
    private int asked;

    CutWhileAsking(int times) {
      this.times = times;
    }

    @Override
    public void start(String what, long total) {}

    @Override
    public void update(long done, String details) {
      if (details.startsWith("asking ") && ++asked == times) {
        throw new PowerCut();
      }
    }

    @Override
    public void finish(String summary) {}

    @Override
    public void note(String line) {}
  }

  private String yaml(String completion, String action) {
    Path data = RefusingModel.demonstrations(temp.resolve(action + ".jsonl"), completion);
    return """
    name: cut
    seed: 5
    model: { name: %s, dtype: float32 }
    train:
      method: sft
      data: { source: jsonl, path: %s }
      batch_size: 8
      epochs: 3
      checkpoint_every_steps: 2
      optimizer: { learning_rate: 2.0e-3 }
      monitor:
        suite: builtin-safety
        limit: 60
        every_steps: 2
        prompts: 10
        max_tokens: 12
        margin: 0.1
        max_share: 0.6
        action: %s
        judge: refusal-patterns
        certify_draws: 96
    """
        .formatted(base, data, action);
  }

  private void run(String yaml, Path out, boolean resume, Progress progress) {
    ModelStore models =
        ModelStore.of(Map.of("BELAY_HOME", temp.resolve("home").toString()), progress);
    try (JudgeSession judges = new JudgeSession(models::resolve, Map.of(), progress);
        RunDirectory run = resume ? RunDirectory.resume(out) : RunDirectory.create(out)) {
      ExperimentPlan plan =
          ExperimentPlan.of(
              RecipeReader.draft(yaml, "cut.yaml", List.of()),
              new Environment(
                  models, DataLocations.of(temp), judges, MemoryBudget.ofThisMachine()));
      new Experiment(plan, models, progress, StopRequest.NEVER).run(run);
    }
  }

  private void cutOff(String yaml, int... cuts) throws IOException {
    Path whole = temp.resolve("whole");
    run(yaml, whole, false, Progress.SILENT);
    Path cut = temp.resolve("cut");
    boolean begun = false;
    for (int times : cuts) {
      boolean resume = begun;
      assertThatThrownBy(() -> run(yaml, cut, resume, new CutWhileAsking(times)))
          .isInstanceOf(PowerCut.class);
      begun = true;
    }
    run(yaml, cut, true, Progress.SILENT);
    for (String file :
        List.of(
            "monitor.jsonl", "certificate-draws.jsonl", "model/model.safetensors", "result.json")) {
      assertThat(cut.resolve(file)).as(file).hasSameBinaryContentAs(whole.resolve(file));
    }
    assertThat(withoutDate(cut)).isEqualTo(withoutDate(whole));
  }

  private static String withoutDate(Path run) throws IOException {
    return Files.readString(run.resolve("certificate.json"))
        .replaceFirst("\"date\" : \"[^\"]*", "");
  }

  @Test
  void aRunThatEndsCertified() throws IOException {
    // Training asks two or one times a step; the certificate follows.
    cutOff(yaml(RefusingModel.REFUSAL, "stop"), 1, 2, 4, 3, 2);
  }

  @Test
  void aRunThatIsRolledBack() throws IOException {
    cutOff(yaml(RefusingModel.COMPLIANCE, "rollback"), 3, 2);
  }

  @Test
  void aRunWhoseAnchorWasRaised() throws IOException {
    String anchored =
        yaml(RefusingModel.COMPLIANCE, "raise-anchor")
            + """
              anchor:
                data: { source: builtin-safety, split: align, limit: 8 }
                max_completion_tokens: 8
                coef: 0.1
            """;
    // The alarm has sounded before the last cut.
    cutOff(anchored, 3, 6);
  }
}
