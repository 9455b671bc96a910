package dev.belay.session.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.data.BuiltinSafety;
import dev.belay.core.data.DataLocations;
import dev.belay.core.data.DatasetCatalog;
import dev.belay.core.data.Demonstration;
import dev.belay.core.data.Instruction;
import dev.belay.core.data.SafetyPrompt;
import dev.belay.core.data.Sample;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.DataSpec;
import dev.belay.core.recipe.DataSpec.Completions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Label, split and limit mean the same for every kind of sample. */
class TrainingDataTest {

  @TempDir Path temp;

  private TrainingData data(long seed) {
    return new TrainingData(DatasetCatalog.standard(DataLocations.of(temp)), seed);
  }

  private static DataSpec spec(String source, String split, String label, int limit) {
    return new DataSpec(
        source,
        Optional.of(split).filter(text -> !text.isEmpty()),
        Optional.of(label).filter(text -> !text.isEmpty()),
        Optional.empty(),
        limit,
        Completions.GIVEN);
  }

  private static List<String> ids(List<? extends Sample> samples) {
    return samples.stream().map(Sample::id).toList();
  }

  private static List<String> labelled(SafetyPrompt.Label label) {
    return new BuiltinSafety()
        .prompts("align").stream()
            .filter(prompt -> prompt.label() == label)
            .map(SafetyPrompt::id)
            .toList();
  }

  private DataSpec own(int limit) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      text.append(
          "{\"id\": \"r%d\", \"prompt\": \"what is %d\", \"gold\": \"%d\", \"completion\": \"it is %d\"}\n"
              .formatted(i, i, i, i));
    }
    Path file = Files.writeString(temp.resolve("own.jsonl"), text);
    return new DataSpec(
        "jsonl",
        Optional.empty(),
        Optional.empty(),
        Optional.of(file.toString()),
        limit,
        Completions.GIVEN);
  }

  @Test
  void allRecordsComeInTheirOrderWithoutALimit() throws IOException {
    List<String> all = List.of("r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7");
    TrainingData data = data(1);
    assertThat(ids(data.problems(own(0)))).isEqualTo(all);
    assertThat(ids(data.problems(own(8)))).isEqualTo(all);
    assertThat(ids(data.problems(own(99)))).isEqualTo(all);
    assertThat(data.problems(own(0)).get(3).gold()).isEqualTo("3");
    assertThat(data.demonstrations(own(0)).get(3).completion()).isEqualTo("it is 3");
    assertThat(data.selfPrompts(own(0)).get(3).prompt()).isEqualTo("what is 3");
  }

  @Test
  void aLimitTakesASubsetThatTheSeedChooses() throws IOException {
    List<String> three = ids(data(1).problems(own(3)));
    assertThat(three).hasSize(3).doesNotHaveDuplicates();
    assertThat(ids(data(1).problems(own(3)))).isEqualTo(three);
    assertThat(ids(data(1).demonstrations(own(3)))).isEqualTo(three);
    assertThat(ids(data(1).selfPrompts(own(3)))).isEqualTo(three);
    assertThat(ids(data(1).problems(own(5)))).containsAll(three);
    List<List<String>> others = new ArrayList<>();
    for (long seed = 2; seed < 6; seed++) {
      others.add(ids(data(seed).problems(own(3))));
    }
    assertThat(others).anyMatch(other -> !other.equals(three));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    DataSpec missing =
        new DataSpec(
            "jsonl",
            Optional.empty(),
            Optional.empty(),
            Optional.of(temp.resolve("nowhere.jsonl").toString()),
            0,
            Completions.GIVEN);
    assertThatThrownBy(() -> data(1).problems(missing))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("nowhere.jsonl");
  }

  @Test
  void aLabelSelectsDemonstrationsAndPromptsAlike() {
    DataSpec refuse = spec("builtin-safety", "align", "refuse", 0);
    List<String> wanted = labelled(SafetyPrompt.Label.REFUSE);

    assertThat(ids(data(1).demonstrations(refuse))).isEqualTo(wanted).isNotEmpty();
    assertThat(ids(data(1).selfPrompts(refuse))).isEqualTo(wanted);
    assertThat(ids(data(1).selfPrompts(spec("builtin-safety", "align", "answer", 0))))
        .isEqualTo(labelled(SafetyPrompt.Label.ANSWER));
  }

  @Test
  void aLabelWithoutCompletionsGivesNoDemonstrations() {
    DataSpec answer = spec("builtin-safety", "align", "answer", 0);
    assertThatThrownBy(() -> data(1).demonstrations(answer))
        .hasMessageContaining(
            "dataset \"builtin-safety\" has no demonstrations labelled \"answer\".");
  }

  @Test
  void aLabelThatNoSampleHasIsRefusedByEveryReader() {
    DataSpec mistyped = spec("builtin-safety", "align", "refsue", 0);
    String message = "has the label \"refsue\". Did you mean \"refuse\"? Labels: answer, refuse.";
    assertThatThrownBy(() -> data(1).demonstrations(mistyped)).hasMessageContaining(message);
    assertThatThrownBy(() -> data(1).selfPrompts(mistyped)).hasMessageContaining(message);
    assertThatThrownBy(() -> data(1).problems(spec("arithmetic", "train", "refuse", 0)))
        .hasMessageContaining("the samples of dataset \"arithmetic\" have no labels");
  }

  @Test
  void aLimitTakesTheSameSamplesForOneSeedAndOthersForAnother() {
    DataSpec ten = spec("builtin-safety", "align", "refuse", 10);
    List<Demonstration> taken = data(1).demonstrations(ten);
    List<Instruction> prompts = data(1).selfPrompts(ten);

    assertThat(ids(taken))
        .hasSize(10)
        .isEqualTo(ids(prompts))
        .isEqualTo(ids(data(1).demonstrations(ten)));
    assertThat(labelled(SafetyPrompt.Label.REFUSE)).containsAll(ids(taken));
    assertThat(ids(data(2).demonstrations(ten))).isNotEqualTo(ids(taken));
  }

  @Test
  void aDatasetAndAFileAtOnceAreRefused() {
    DataSpec both =
        new DataSpec(
            "svamp",
            Optional.empty(),
            Optional.empty(),
            Optional.of("own.jsonl"),
            0,
            Completions.GIVEN);
    assertThatThrownBy(() -> data(1).problems(both))
        .hasMessageContaining("names the dataset svamp and the file own.jsonl");
  }
}
