package dev.belay.train.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Training on pairs that the power was cut from ends as one that it was not. */
class DpoResumeTest extends CutOffRuns {

  private static final String DPO =
      """
      name: tiny-dpo
      seed: 5
      model: { name: %%s, dtype: float32 }
      train:
        method: dpo
        data: { source: jsonl, path: %s }
        batch_size: 2
        epochs: 2
        held_out: { pairs: 2, every_steps: 2 }
        optimizer: { learning_rate: 1.0e-3, warmup_steps: 2 }
        checkpoint_every_steps: 2
      %s
      evaluate:
        capability: [ "arithmetic:6" ]
        capability_max_tokens: 6
      """;

  private Path pairs = Path.of("");

  @BeforeEach
  void write() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String prompt : List.of("one", "two", "three", "four", "five", "six", "seven", "eight")) {
      text.append(
          "{\"prompt\": \"%s\", \"chosen\": \"yes %s\", \"rejected\": \"no\"}%n"
              .formatted(prompt, prompt));
    }
    pairs = Files.writeString(temp.resolve("pairs.jsonl"), text);
  }

  @Test
  void allWeights() throws IOException {
    cutOffAnywhere(DPO.formatted(pairs, ""), List.of(7, 4, 6));
  }

  @Test
  void anAdapter() throws IOException {
    cutOffAnywhere(DPO.formatted(pairs, "  lora: { rank: 2, alpha: 4 }"), List.of(7, 4, 6));
  }
}
