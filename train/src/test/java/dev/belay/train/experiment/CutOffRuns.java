package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import dev.belay.train.method.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are cut off, and gone on with. */
abstract class CutOffRuns {

  @TempDir Path temp;

  static final String RLVR =
      """
      name: tiny-rlvr
      seed: 5
      model: { name: %s, dtype: float32 }
      train:
        method: rlvr
        data: { source: arithmetic, split: train }
        reward: [ { verifier: math } ]
        rollout: { prompts_per_step: 2, group_size: 3, max_completion_tokens: 6 }
        kl: { coef: 0.1 }
        optimizer: { learning_rate: 1.0e-3, warmup_steps: 2 }
        checkpoint_every_steps: 2
        steps: 5
      evaluate:
        capability: [ "arithmetic:6" ]
        capability_max_tokens: 6
      """;

  /** What a power cut looks like to the code: it ends in the middle of something. */
  private static final class PowerCut extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Cuts the power the n-th time that progress is told. */
  private static final class CutAt implements Progress {
    private final int calls;
    private int told;

    CutAt(int calls) {
      this.calls = calls;
    }

    @Override
    public void start(String what, long total) {
      count();
    }

    @Override
    public void update(long done, String details) {
      count();
    }

    @Override
    public void finish(String summary) {
      count();
    }

    @Override
    public void note(String line) {}

    private void count() {
      if (++told == calls) {
        throw new PowerCut();
      }
    }
  }

  static Recipe recipe(String yaml) {
    return RecipeReader.parse(yaml.formatted(TinyModel.LLAMA.directory()), "tiny.yaml", List.of());
  }

  ExperimentResult run(
      Recipe recipe, Path out, boolean resume, Progress progress, StopRequest stop) {
    ModelStore models =
        ModelStore.of(Map.of("BELAY_HOME", temp.resolve("home").toString()), progress);
    try (JudgeSession judges = new JudgeSession(models::resolve, Map.of(), progress);
        RunDirectory run = resume ? RunDirectory.resume(out) : RunDirectory.create(out)) {
      ExperimentPlan plan =
          ExperimentPlan.of(
              RecipeDraft.of(recipe),
              new Environment(
                  models, DataLocations.of(temp), judges, MemoryBudget.ofThisMachine()));
      return new Experiment(plan, models, progress, stop).run(run);
    }
  }

  static List<JsonNode> metricsWithoutTimes(Path out) {
    List<JsonNode> lines = JsonLines.readWhole(out.resolve("metrics.jsonl"));
    for (JsonNode line : lines) {
      List<String> keys = new ArrayList<>();
      line.fieldNames().forEachRemaining(keys::add);
      for (String key : keys) {
        if (key.endsWith("_seconds") || key.endsWith("_per_second") || key.equals("memory_bytes")) {
          ((ObjectNode) line).remove(key);
        }
      }
    }
    return lines;
  }

  void cutOffAnywhere(String yaml, List<Integer> cuts) throws IOException {
    Recipe recipe = recipe(yaml);
    Path whole = temp.resolve("whole");
    run(recipe, whole, false, Progress.SILENT, StopRequest.NEVER);

    Path cut = temp.resolve("cut");
    boolean started = false;
    for (int calls : cuts) {
      boolean resume = started;
      assertThatThrownBy(() -> run(recipe, cut, resume, new CutAt(calls), StopRequest.NEVER))
          .isInstanceOf(PowerCut.class);
      started = true;
    }
    run(recipe, cut, true, Progress.SILENT, StopRequest.NEVER);

    assertThat(metricsWithoutTimes(whole)).isNotEmpty().isEqualTo(metricsWithoutTimes(cut));
    assertThat(weights(cut)).isEqualTo(weights(whole));
    assertThat(cut.resolve("result.json")).hasSameTextualContentAs(whole.resolve("result.json"));
  }

  private static byte[] weights(Path out) throws IOException {
    Path adapter = out.resolve("model/adapter_model.safetensors");
    Path whole = out.resolve("model/model.safetensors");
    return Files.readAllBytes(Files.exists(adapter) ? adapter : whole);
  }
}
