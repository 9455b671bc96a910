package dev.belay.train.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Completion;
import dev.belay.core.model.FinishReason;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.recipe.SignalSpec.DifficultySpec;
import dev.belay.core.recipe.SignalSpec.Place;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.recipe.TruncationSpec.Handling;
import dev.belay.core.run.Progress;
import dev.belay.core.verify.MathVerifier;
import dev.belay.session.model.ChatPrompts;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.LanguageModel;
import dev.belay.train.fixture.RolloutFile;
import dev.belay.train.fixture.ScriptedGenerator;
import dev.belay.train.step.RewardStep;
import dev.belay.train.step.RolloutStep;
import dev.belay.train.step.VerdictReward;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four completions of each prompt; the k-th of prompt i is right for k below i modulo 5. */
class PassRatesTest {

  private static final int PROMPTS = 20;

  private final LanguageModel model = LanguageModel.open(TinyModel.LLAMA.directory());
  private final ChatPrompts prompts = ChatPrompts.of(model, Optional.empty());
  private final List<Problem> problems =
      IntStream.range(0, PROMPTS).mapToObj(PassRatesTest::problem).toList();
  private final Map<Integer, Integer> asked = new HashMap<>();
  private final ScriptedGenerator generator = new ScriptedGenerator(this::complete);

  @TempDir Path temp;

  private static Problem problem(int i) {
    return new Problem("p" + i, "What is %d?".formatted(i), "7", new SourceLine("test", i + 1));
  }

  /** The last of each prompt is cut off. */
  private Completion complete(GenerationRequest request) {
    int i =
        IntStream.range(0, PROMPTS)
            .filter(
                p ->
                    Arrays.equals(
                        prompts.prompt(problems.get(p).question()), request.promptTokenIds()))
            .findFirst()
            .orElseThrow();
    int k = asked.merge(i, 1, Integer::sum) - 1;
    return new Completion(
        new int[3],
        new float[3],
        new float[3],
        k % 4 == 3 ? FinishReason.LENGTH : FinishReason.EOS,
        k % 4 < i % 5 ? "The answer is 7." : "The answer is 8.");
  }

  @AfterEach
  void close() {
    model.close();
  }

  private PassRates rates(Handling truncation) {
    RolloutStep step =
        new RolloutStep(
            generator, prompts, List.of(new MathVerifier()), Sampling.atTemperature(1, 3), 4, 9);
    RewardStep reward =
        new RewardStep(List.of(new RewardStep.Weighted(new VerdictReward("math"), 2)), 0);
    return new PassRates(temp.resolve("rates"), step, reward, 2, truncation);
  }

  @Test
  void everyPromptIsCountedAndItsCompletionsAreKept() {
    List<PassRate> rates = rates(Handling.COUNT).of(problems, Progress.SILENT);

    assertThat(rates).hasSize(PROMPTS);
    for (int i = 0; i < PROMPTS; i++) {
      assertThat(rates.get(i)).isEqualTo(new PassRate("p" + i, 4, 4, Math.min(3, i % 5), 1));
    }
    assertThat(rates.stream().filter(PassRate::isNever)).hasSize(4);
    assertThat(rates.stream().filter(PassRate::isAlways)).isEmpty();
    assertThat(RolloutFile.read(temp.resolve("rates/completions-00001.jsonl.zst"))).hasSize(64);
    assertThat(RolloutFile.read(temp.resolve("rates/completions-00002.jsonl.zst"))).hasSize(16);
  }

  @Test
  void whatIsLeftOutOfTrainingDoesNotCount() {
    List<PassRate> rates = rates(Handling.MASK).of(problems, Progress.SILENT);
    assertThat(rates.get(3)).isEqualTo(new PassRate("p3", 4, 3, 3, 1));
    assertThat(rates.stream().filter(PassRate::isAlways)).hasSize(8);
  }

  @Test
  void whoeverIsCutOffGoesOnAfterTheLastWholeBatch() throws IOException {
    List<PassRate> whole = rates(Handling.COUNT).of(problems, Progress.SILENT);
    Path file = temp.resolve("rates/rates.jsonl");
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(PROMPTS);
    int calls = generator.calls().size();

    assertThat(rates(Handling.COUNT).of(problems, Progress.SILENT)).isEqualTo(whole);
    assertThat(generator.calls()).hasSize(calls);

    Files.write(file, lines.subList(0, 16));
    asked.clear();
    assertThat(rates(Handling.COUNT).of(problems, Progress.SILENT)).isEqualTo(whole);
    assertThat(generator.lastCall().requests()).hasSize(16);
    assertThat(generator.lastCall().requests())
        .extracting(GenerationRequest::seed)
        .isEqualTo(
            generator.calls().get(calls - 1).requests().stream()
                .map(GenerationRequest::seed)
                .toList());

    Files.write(file, lines.reversed());
    assertThatThrownBy(() -> rates(Handling.COUNT).of(problems, Progress.SILENT))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("rates.jsonl:1: is of another prompt");
    Files.writeString(file, "{\"id\": \"p0\", \"completions\": 4, \"decided\": 5}\n");
    assertThatThrownBy(() -> rates(Handling.COUNT).of(problems, Progress.SILENT))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("rates.jsonl:1: is no pass rate");
  }

  @Test
  void promptsArePlacedByTheirRates() {
    List<PassRate> rates = rates(Handling.MASK).of(problems, Progress.SILENT);
    PromptPlaces last =
        PromptPlaces.of(problems, rates, new DifficultySpec(4, Place.LAST, Place.OUT), 8);
    assertThat(last.first())
        .extracting(Problem::id)
        .containsExactly("p1", "p2", "p6", "p7", "p11", "p12", "p16", "p17");
    assertThat(last.last()).extracting(Problem::id).containsExactly("p0", "p5", "p10", "p15");

    DifficultySpec strict = new DifficultySpec(4, Place.OUT, Place.OUT);
    assertThat(PromptPlaces.of(problems, rates, strict, 8).first()).isEqualTo(last.first());
    assertThatThrownBy(() -> PromptPlaces.of(problems, rates, strict, 9))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("train.signal.difficulty: leaves 8 of 20 prompts, fewer than a step")
        .hasMessageContaining("prompts_per_step is 9). The model never solved 4 of them and always")
        .hasMessageContaining("solved 8.");
  }

  @Test
  void aReportSaysWhatToExpect() {
    List<PassRate> rates = rates(Handling.COUNT).of(problems, Progress.SILENT);
    String yaml =
        """
        name: tiny
        model: { name: tiny }
        train:
          method: rlvr
          data: { source: arithmetic }
          reward: [ { verifier: math } ]
          signal: { difficulty: { completions: 4 } }
          rollout: { prompts_per_step: 3, group_size: 2, max_completion_tokens: 3 }
        """;
    TrainSpec.Rlvr spec =
        (TrainSpec.Rlvr) RecipeReader.parse(yaml, "t.yaml", List.of()).train().orElseThrow();
    List<String> lines =
        new DifficultyReport(rates, spec, spec.signal().difficulty().orElseThrow(), 5).lines();

    // Right in 0, 1, 2, 3 and 3 of 4, for four prompts each: 36 of 80.
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst())
        .startsWith("before training, 4 completions each of 20 prompts: right in 45.0 % [")
        .endsWith("never in 4 prompts (put last), always in 0 (put last)");
    SignalForecast all = SignalForecast.of(rates, _ -> true, 2, 5);
    SignalForecast first = SignalForecast.of(rates, rate -> !rate.isNever(), 2, 5);
    assertThat(first.share()).isGreaterThan(all.share());
    assertThat(lines.getLast())
        .startsWith(
            "expected share of groups of 2 with signal: %.1f %% [".formatted(100 * all.share()))
        .contains("over all 20 prompts, %.1f %% [".formatted(100 * first.share()))
        .endsWith("over the 16 that come first, which last for 5 steps");
  }
}
