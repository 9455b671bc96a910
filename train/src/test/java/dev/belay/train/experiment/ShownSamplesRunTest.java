package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.run.Progress;
import dev.belay.train.method.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run shows of its completions, and that showing changes nothing. */
class ShownSamplesRunTest extends CutOffRuns {

  /** Keeps what it is told. */
  private static final class Watching implements Progress {
    private final int everySteps;
    private final List<String> notes = new ArrayList<>();

    Watching(int everySteps) {
      this.everySteps = everySteps;
    }

    @Override
    public void start(String what, long total) {}

    @Override
    public void update(long done, String details) {}

    @Override
    public void finish(String summary) {}

    @Override
    public void note(String line) {
      notes.add(line);
    }

    @Override
    public int samplesEverySteps() {
      return everySteps;
    }
  }

  @Test
  void everySoManyStepsOfRlvrShowCompletions() throws IOException {
    Path quiet = temp.resolve("quiet");
    Watching nothing = new Watching(0);
    run(recipe(RLVR), quiet, false, nothing, StopRequest.NEVER);
    Path shown = temp.resolve("shown");
    Watching watching = new Watching(2);
    run(recipe(RLVR), shown, false, watching, StopRequest.NEVER);

    assertThat(watching.notes)
        .filteredOn(line -> line.startsWith("step "))
        .extracting(line -> line.substring(0, 6))
        .containsExactly("step 2", "step 4");
    assertThat(watching.notes).contains("  prompt");
    assertThat(nothing.notes).noneMatch(line -> line.startsWith("step "));
    Path model = Path.of("model/model.safetensors");
    assertThat(Files.readAllBytes(shown.resolve(model)))
        .isEqualTo(Files.readAllBytes(quiet.resolve(model)));
    Path warnings = Path.of("warnings.jsonl");
    assertThat(shown.resolve(warnings))
        .as("a sample is no warning")
        .hasSameTextualContentAs(quiet.resolve(warnings));
  }

  @Test
  void aMethodThatSamplesNothingSaysSoOnce() {
    Watching watching = new Watching(1);
    String sft =
        """
        name: tiny
        model: { name: %s, dtype: float32 }
        train:
          method: sft
          data: { source: arithmetic, split: train, limit: 4 }
          batch_size: 2
          epochs: 1
        """;
    run(recipe(sft), temp.resolve("sft"), false, watching, StopRequest.NEVER);
    assertThat(watching.notes).filteredOn(line -> line.startsWith("no samples to show")).hasSize(1);
  }
}
