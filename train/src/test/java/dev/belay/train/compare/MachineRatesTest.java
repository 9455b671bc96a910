package dev.belay.train.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.RecipeReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineRatesTest {

  private static final String SFT =
      """
      name: a
      model: { name: m }
      train: { method: sft, data: { source: arithmetic }, batch_size: 8 }
      """;

  @TempDir Path temp;

  private static Recipe recipe(String... overrides) {
    return RecipeReader.parse(SFT, "a.yaml", List.of(overrides));
  }

  private Path evaluation(double seconds) throws IOException {
    Files.writeString(temp.resolve("timings.jsonl"), "{\"seconds\": %s}\n".formatted(seconds));
    return temp;
  }

  @Test
  void nothingIsKnownOfWhatWasNeverRun() {
    MachineRates rates = MachineRates.of(temp.resolve("home"));
    assertThat(rates.step(recipe())).isEmpty();
    assertThat(rates.token(recipe())).isEmpty();
  }

  @Test
  void anArmTeachesTheTimeOfAStepAndOfAToken() throws IOException {
    MachineRates rates = MachineRates.of(temp.resolve("home"));
    // 50 s in all, 20 of them for two evaluations of 100 tokens: 30 s for 15 steps.
    rates.learn(recipe(), 50, 15, List.of(evaluation(10), temp), 100);
    MachineRates again = MachineRates.of(temp.resolve("home"));
    assertThat(again.step(recipe())).hasValue(2);
    assertThat(again.token(recipe())).hasValue(0.1);
    // The rate and the number of epochs are no work of a step, the batch is.
    assertThat(again.step(recipe("train.epochs=3", "train.optimizer.learning_rate=0.1")))
        .hasValue(2);
    assertThat(again.step(recipe("train.batch_size=4"))).isEmpty();
    assertThat(again.token(recipe("train.batch_size=4"))).hasValue(0.1);
    assertThat(again.token(recipe("model.name=other"))).isEmpty();
  }
}
