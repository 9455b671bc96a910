package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.data.DataLocations;
import dev.belay.core.data.DatasetCatalog;
import dev.belay.core.data.Sample;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.DataSpec;
import dev.belay.core.recipe.DataSpec.Completions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingDataTest {

  @TempDir Path temp;

  private Path file = Path.of("unset");

  @BeforeEach
  void write() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      text.append(
          "{\"id\": \"r%d\", \"prompt\": \"what is %d\", \"gold\": \"%d\", \"completion\": \"it is %d\"}\n"
              .formatted(i, i, i, i));
    }
    file = Files.writeString(temp.resolve("own.jsonl"), text);
  }

  private TrainingData data(long seed) {
    return new TrainingData(DatasetCatalog.standard(DataLocations.of(temp)), seed);
  }

  private DataSpec own(int limit, Completions completions) {
    return new DataSpec(
        "jsonl",
        Optional.empty(),
        Optional.empty(),
        Optional.of(file.toString()),
        limit,
        completions);
  }

  private static DataSpec safety(Optional<String> label, int limit, Completions completions) {
    return new DataSpec(
        "builtin-safety", Optional.of("align"), label, Optional.empty(), limit, completions);
  }

  private static List<String> ids(List<? extends Sample> samples) {
    return samples.stream().map(Sample::id).toList();
  }

  @Test
  void allRecordsComeInTheirOrderWithoutALimit() {
    List<String> all = List.of("r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7");
    TrainingData data = data(1);
    assertThat(ids(data.problems(List.of(own(0, Completions.GIVEN))))).isEqualTo(all);
    assertThat(ids(data.problems(List.of(own(8, Completions.GIVEN))))).isEqualTo(all);
    assertThat(ids(data.problems(List.of(own(99, Completions.GIVEN))))).isEqualTo(all);
    assertThat(data.problems(List.of(own(0, Completions.GIVEN))).get(3).gold()).isEqualTo("3");
    assertThat(data.demonstrations(List.of(own(0, Completions.GIVEN))).get(3).completion())
        .isEqualTo("it is 3");
  }

  @Test
  void aLimitTakesASubsetThatTheSeedChooses() {
    List<String> three = ids(data(1).problems(List.of(own(3, Completions.GIVEN))));
    assertThat(three).hasSize(3).doesNotHaveDuplicates();
    assertThat(ids(data(1).problems(List.of(own(3, Completions.GIVEN))))).isEqualTo(three);
    assertThat(ids(data(1).demonstrations(List.of(own(3, Completions.GIVEN))))).isEqualTo(three);
    assertThat(ids(data(1).problems(List.of(own(5, Completions.GIVEN))))).containsAll(three);
    assertThat(
            List.of(2L, 3L, 4L, 5L).stream()
                .map(seed -> ids(data(seed).problems(List.of(own(3, Completions.GIVEN))))))
        .anyMatch(other -> !other.equals(three));
  }

  @Test
  void sourcesFollowOneAnother() {
    List<DataSpec> both = List.of(own(2, Completions.GIVEN), own(0, Completions.GIVEN));
    assertThat(ids(data(1).problems(both)))
        .hasSize(10)
        .endsWith("r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7");
  }

  @Test
  void givenAndOwnCompletionsAreKeptApart() {
    List<DataSpec> both =
        List.of(own(3, Completions.GIVEN), safety(Optional.empty(), 4, Completions.SELF));
    TrainingData data = data(1);
    assertThat(data.demonstrations(both)).hasSize(3);
    assertThat(data.selfPrompts(both)).hasSize(4);
    assertThat(data.selfPrompts(List.of(own(3, Completions.SELF)))).hasSize(3);
    assertThat(data.demonstrations(List.of(own(3, Completions.SELF)))).isEmpty();
  }

  @Test
  void aLabelChoosesBeforeTheLimitDoes() {
    TrainingData data = data(1);
    List<DataSpec> answer = List.of(safety(Optional.of("answer"), 0, Completions.SELF));
    List<DataSpec> refuse = List.of(safety(Optional.of("refuse"), 0, Completions.SELF));
    List<DataSpec> all = List.of(safety(Optional.empty(), 0, Completions.SELF));
    int answers = data.selfPrompts(answer).size();
    int refusals = data.selfPrompts(refuse).size();
    assertThat(answers).isPositive();
    assertThat(refusals).isPositive();
    assertThat(data.selfPrompts(all)).hasSize(answers + refusals);
    assertThat(ids(data.selfPrompts(answer)))
        .doesNotContainAnyElementsOf(ids(data.selfPrompts(refuse)));
    assertThat(data.selfPrompts(List.of(safety(Optional.of("answer"), 5, Completions.SELF))))
        .hasSize(5)
        .isSubsetOf(data.selfPrompts(answer));
    // The overlap check looks at every prompt that a source may give, whatever its limit.
    assertThat(ids(data.prompts(List.of(safety(Optional.of("answer"), 5, Completions.SELF)))))
        .isEqualTo(ids(data.selfPrompts(answer)));
    assertThat(data.prompts(List.of(own(2, Completions.GIVEN)))).hasSize(8);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    file = temp.resolve("nowhere.jsonl");
    assertThatThrownBy(() -> data(1).problems(List.of(own(0, Completions.GIVEN))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("nowhere.jsonl");
  }
}
