package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.data.DataLocations;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.RecipeDraft;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.run.Progress;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.train.experiment.ExperimentRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The arms of the demo, on a tiny model. */
class DemoRunTest {

  private static final DemoArm SFT = new DemoArm("sft", "SFT", "demonstrations");
  private static final DemoArm DPO = new DemoArm("dpo", "RLHF", "pairs");

  @TempDir Path temp;

  private final List<DemoOutcome> told = new ArrayList<>();
  private String safety = "";

  private List<DemoOutcome> run(List<DemoArm> arms) {
    ExperimentRunner runner =
        new ExperimentRunner(
            ModelStore.of(Map.of("BELAY_HOME", temp.resolve("cache").toString()), Progress.SILENT),
            DataLocations.of(),
            Map.of(),
            Progress.SILENT);
    return new DemoRun(runner, this::recipe, temp.resolve("out"), Progress.SILENT)
        .run(arms, told::add);
  }

  private RecipeDraft recipe(DemoArm arm) {
    return RecipeReader.draft(temp.resolve(arm.recipe() + ".yaml"), List.of());
  }

  private String rest(String rate) {
    return """
      optimizer: { learning_rate: %s }
      until: { data: { source: arithmetic, split: validation, limit: 4 }, accuracy: 0.5, every_steps: 1, max_completion_tokens: 2 }
    evaluate: { capability: [ "arithmetic:6" ], capability_max_tokens: 2%s }
    """
        .formatted(rate, safety);
  }

  private void write(DemoArm arm, String train, String rate) throws IOException {
    Files.writeString(
        temp.resolve(arm.recipe() + ".yaml"),
        """
        name: %s
        model: { name: %s, dtype: float32 }
        train:
        %s%s\
        """
            .formatted(arm.recipe(), TinyModel.LLAMA.directory(), train.indent(2), rest(rate)));
  }

  private void sft(String rate) throws IOException {
    write(SFT, "method: sft\ndata: { source: arithmetic, limit: 4 }\nbatch_size: 2", rate);
  }

  /** The tiny model never solves a sum, so there are no pairs. */
  private void dpo() throws IOException {
    write(
        DPO,
        "method: dpo\ndata: { source: arithmetic, limit: 2 }\n"
            + "pairs: { verifier: math, completions: 2, per_prompt: 1, max_completion_tokens: 2 }",
        "1.0e-4");
  }

  @Test
  void anArmThatFailsLeavesTheOthersTheirResults() throws IOException {
    safety = ", safety: [ \"builtin-safety:5\" ], safety_max_tokens: 2";
    sft("1.0e-4");
    dpo();
    List<DemoOutcome> outcomes = run(List.of(DPO, SFT));
    assertThat(told).isEqualTo(outcomes);
    assertThat(outcomes.getFirst().result()).isEmpty();
    assertThat(outcomes.getFirst().ending()).contains("0 pairs from 2 problems");
    assertThat(outcomes.getLast().ending())
        .isEqualTo(
            "It ONLY CAME TO 0.0 % [0.0, 49.0] of 4 validation problems after 2 steps, 50.0 %"
                + " wanted.");
    assertThat(DemoSummary.text(outcomes))
        .contains("RLHF: There is no result: train.pairs: 0 pairs")
        .contains("builtin-safety: harmful requests refused")
        .contains(temp.resolve("out/sft").toString());
    assertThat(temp.resolve("out/sft/result.json")).content().contains("\"accuracy_wanted\" : 0.5");
  }

  @Test
  void theBaseIsMeasuredOnce() throws IOException {
    sft("1.0e-4");
    dpo();
    run(List.of(SFT, DPO));
    // Completions would be the same if they were made again; how long they took would not.
    for (String file : List.of("arithmetic.jsonl", "timings.jsonl")) {
      assertThat(temp.resolve("out/dpo/eval/before").resolve(file))
          .hasSameBinaryContentAs(temp.resolve("out/sft/eval/before").resolve(file));
    }
  }

  @Test
  void startedAgainItGoesOnAndEndsAlike() throws IOException {
    sft("1.0e-4");
    String first = DemoSummary.text(run(List.of(SFT)));
    assertThat(DemoSummary.text(run(List.of(SFT)))).isEqualTo(first).contains("2 steps");
  }

  @Test
  void whatIsWrongWithALaterArmIsSaidBeforeTheFirstRuns() throws IOException {
    sft("1.0e-4");
    write(DPO, "method: dpo\ndata: { source: arithmetics }\npairs: { verifier: math }", "1.0e-4");
    assertThatThrownBy(() -> run(List.of(SFT, DPO)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("arithmetics");
    assertThat(temp.resolve("out")).doesNotExist();
  }
}
