package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.data.DataLocations;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.RecipeDraft;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.run.JsonLines;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.session.model.JudgeSession;
import dev.belay.session.plan.Environment;
import dev.belay.session.plan.ExperimentPlan;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.model.MemoryBudget;
import dev.belay.train.method.RunStoppedException;
import dev.belay.train.method.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The critic comes back with the policy: a run that was stopped ends as one that was not. */
class PpoResumeTest {

  private static String ppo(Object... values) {
    return """
    name: tiny-ppo
    seed: 5
    model: { name: %s, dtype: float32 }
    train:
      method: rlvr
      algorithm: ppo
      data: { source: arithmetic, split: train }
      reward: [ { verifier: math } ]
      rollout: { prompts_per_step: 2, group_size: 2, max_completion_tokens: 5 }
      critic: { learning_rate: 1.0e-3 }
      kl: { coef: 0.1 }
      optimizer: { learning_rate: 1.0e-3 }
      checkpoint_every_steps: 2
      steps: 3
    """
        .formatted(values);
  }

  @TempDir Path temp;

  private void run(Recipe recipe, Path out, boolean resume, StopRequest stop) {
    ModelStore models =
        ModelStore.of(Map.of("BELAY_HOME", temp.resolve("home").toString()), Progress.SILENT);
    try (JudgeSession judges = new JudgeSession(models::resolve, Map.of(), Progress.SILENT);
        RunDirectory run = resume ? RunDirectory.resume(out) : RunDirectory.create(out)) {
      ExperimentPlan plan =
          ExperimentPlan.of(
              RecipeDraft.of(recipe),
              new Environment(
                  models, DataLocations.of(temp), judges, MemoryBudget.ofThisMachine()));
      new Experiment(plan, models, Progress.SILENT, stop).run(run);
    }
  }

  private static List<String> values(Path out) {
    return JsonLines.readWhole(out.resolve("metrics.jsonl")).stream()
        .map(line -> line.path("value_loss") + " " + line.path("value_mean"))
        .toList();
  }

  @Test
  void itEndsTheSame() throws IOException {
    Recipe recipe = RecipeReader.parse(ppo(TinyModel.LLAMA.directory()), "tiny.yaml", List.of());
    Path whole = temp.resolve("whole");
    run(recipe, whole, false, StopRequest.NEVER);
    Path cut = temp.resolve("cut");
    StopRequest stop = new StopRequest();
    stop.ask();
    assertThatThrownBy(() -> run(recipe, cut, false, stop)).isInstanceOf(RunStoppedException.class);
    run(recipe, cut, true, StopRequest.NEVER);
    assertThat(values(cut)).hasSize(3).doesNotHaveDuplicates().isEqualTo(values(whole));
    assertThat(Files.readAllBytes(cut.resolve("model/model.safetensors")))
        .isEqualTo(Files.readAllBytes(whole.resolve("model/model.safetensors")));
  }
}
