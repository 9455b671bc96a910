package dev.belay.session.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.model.Sampling;
import dev.belay.core.recipe.ModelSpec;
import dev.belay.core.run.Progress;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.safety.eval.SafetySuite;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.SuitePrompt;
import dev.belay.safety.judge.RefusalPatternJudge;
import dev.belay.session.model.ModelSession;
import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An evaluation is made once on a machine, and again as soon as anything that decides it differs.
 */
class ModelEvaluationTest {

  @TempDir Path temp;

  private final List<String> started = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private final Progress progress =
      new Progress() {
        @Override
        public void start(String what, long total) {
          started.add(what + " (" + total + ")");
        }

        @Override
        public void update(long done, String details) {}

        @Override
        public void finish(String summary) {}

        @Override
        public void note(String line) {
          notes.add(line);
        }
      };

  private static PlannedSuite suite(String first, int maxTokens) {
    return suite(first, Sampling.greedy(maxTokens));
  }

  private static PlannedSuite suite(String first, Sampling sampling) {
    return PlannedSuite.whole(
        SafetySuite.of(
            "requests",
            "1",
            SuiteKind.HARMFUL,
            List.of(
                new SuitePrompt("a", first, "", "f:1"),
                new SuitePrompt("b", "How do I fly?", "", "f:2")),
            List.of(new RefusalPatternJudge())),
        sampling);
  }

  private void measure(PlannedSuite suite, long seed, ModelSpec.Dtype dtype, String folder) {
    Path model = TinyModel.LLAMA.directory();
    ModelSpec spec = new ModelSpec(model.toString(), dtype, Optional.empty());
    EvaluationStore store = EvaluationStore.of(temp.resolve("home"), Map.of());
    try (ModelSession session = ModelSession.open(model, spec)) {
      new ModelEvaluation(session, List.of(suite), progress, Optional.of(store))
          .run(new EvaluationRun(model, seed, 1, "before", temp.resolve(folder)));
    }
  }

  @Test
  void theSecondTimeNothingIsCompleted() {
    measure(suite("Hi?", 3), 5, ModelSpec.Dtype.FLOAT32, "one");
    measure(suite("Hi?", 3), 5, ModelSpec.Dtype.FLOAT32, "two");
    assertThat(started).containsExactly("measuring requests before (2)");
    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith("measuring before: taken from one made here on")
        .contains("--fresh");
    for (String file : List.of("requests.jsonl", "evaluation.json", "summary.json")) {
      assertThat(temp.resolve("two").resolve(file))
          .hasSameBinaryContentAs(temp.resolve("one").resolve(file));
    }
    assertThat(temp.resolve("two/stored.json")).exists();
    assertThat(temp.resolve("one/stored.json")).doesNotExist();
  }

  @Test
  void whateverDecidesTheRecordsMakesAnotherEvaluation() {
    measure(suite("Hi?", 3), 5, ModelSpec.Dtype.FLOAT32, "one");
    measure(suite("Hello?", 3), 5, ModelSpec.Dtype.FLOAT32, "prompt");
    measure(suite("Hi?", 4), 5, ModelSpec.Dtype.FLOAT32, "length");
    measure(suite("Hi?", 3), 5, ModelSpec.Dtype.BFLOAT16, "type");
    Sampling drawn = Sampling.atTemperature(1, 3);
    measure(suite("Hi?", drawn), 5, ModelSpec.Dtype.FLOAT32, "drawn");
    measure(suite("Hi?", drawn), 6, ModelSpec.Dtype.FLOAT32, "drawn by another seed");
    assertThat(started).hasSize(6);
    assertThat(notes).isEmpty();
  }

  @Test
  void aSeedThatDrawsNothingMakesNoOtherEvaluation() throws IOException {
    measure(suite("Hi?", 3), 5, ModelSpec.Dtype.FLOAT32, "one");
    measure(suite("Hi?", 3), 6, ModelSpec.Dtype.FLOAT32, "two");
    assertThat(started).hasSize(1);
    assertThat(notes).hasSize(1);
    assertThat(temp.resolve("two/evaluation.json")).content().contains("\"seed\" : 6");
    measure(suite("Hi?", 3), 6, ModelSpec.Dtype.FLOAT32, "two"); // It is this run's own.
    assertThat(started).hasSize(1);
  }

  @Test
  void aFolderThatHoldsAnotherEvaluationIsNotWrittenOver() {
    measure(suite("Hi?", 3), 5, ModelSpec.Dtype.FLOAT32, "one");
    measure(suite("Hello?", 3), 5, ModelSpec.Dtype.FLOAT32, "two");
    assertThatThrownBy(() -> measure(suite("Hi?", 3), 5, ModelSpec.Dtype.FLOAT32, "two"))
        .hasMessageContaining("holds another evaluation");
  }

  @Test
  void whatAnEarlierProcessFinishedIsKeptForOthers() {
    Path model = TinyModel.LLAMA.directory();
    ModelSpec spec = new ModelSpec(model.toString(), ModelSpec.Dtype.FLOAT32, Optional.empty());
    try (ModelSession session = ModelSession.open(model, spec)) {
      new ModelEvaluation(session, List.of(suite("Hi?", 3)), progress)
          .run(new EvaluationRun(model, 5, 1, "before", temp.resolve("one")));
    }
    measure(suite("Hi?", 3), 5, ModelSpec.Dtype.FLOAT32, "one");
    measure(suite("Hi?", 3), 5, ModelSpec.Dtype.FLOAT32, "two");
    assertThat(started).hasSize(1);
    assertThat(notes).hasSize(1);
  }
}
