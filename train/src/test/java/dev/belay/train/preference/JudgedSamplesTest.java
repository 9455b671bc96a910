package dev.belay.train.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Completion;
import dev.belay.core.model.FinishReason;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.recipe.PairsSpec;
import dev.belay.core.run.JsonLines;
import dev.belay.core.run.Progress;
import dev.belay.core.verify.MathVerifier;
import dev.belay.core.verify.Verdict.State;
import dev.belay.train.fixture.ScriptedGenerator;
import dev.belay.train.fixture.TinyPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgedSamplesTest {

  private static final PairsSpec SPEC = new PairsSpec("math", 4, 1, 9, 0.7);

  @TempDir Path temp;

  private static final List<Problem> PROBLEMS =
      List.of(
          new Problem("one", "What is 3 + 4?", "7", new SourceLine("x", 1)),
          new Problem("two", "What is 1 + 1?", "2", new SourceLine("x", 2)));

  /** Says 7 or 3 as the seed decides; one in eight is cut off. */
  private static Completion script(GenerationRequest request) {
    int choice = (int) Math.floorMod(request.seed(), 8L);
    FinishReason reason = choice == 0 ? FinishReason.LENGTH : FinishReason.EOS;
    String text = choice % 2 == 0 ? "7" : "3";
    return new Completion(new int[] {choice, 2}, new float[2], new float[2], reason, text);
  }

  private List<List<JudgedSamples.Sample>> run(
      ScriptedGenerator generator, TinyPolicy tiny, long seed, List<Problem> problems) {
    return new JudgedSamples(
            temp.resolve("samples.jsonl"),
            generator,
            tiny.prompts(),
            new MathVerifier(),
            SPEC,
            seed)
        .of(problems, Progress.SILENT);
  }

  @Test
  void everyCompletionIsKeptWithItsVerdict() {
    ScriptedGenerator generator = new ScriptedGenerator(JudgedSamplesTest::script);
    try (TinyPolicy tiny = TinyPolicy.open(1e-3)) {
      List<List<JudgedSamples.Sample>> samples = run(generator, tiny, 3, PROBLEMS);
      assertThat(samples).hasSize(2).allSatisfy(of -> assertThat(of).hasSize(4));
      for (JudgedSamples.Sample sample : samples.getFirst()) {
        int choice = sample.tokenIds()[0];
        assertThat(sample.state())
            .isEqualTo(choice % 2 == 0 && choice != 0 ? State.CORRECT : State.INCORRECT);
      }
      assertThat(samples.getLast()).allMatch(sample -> sample.state() == State.INCORRECT);
      assertThat(generator.lastCall().sampling()).isEqualTo(SPEC.sampling());
      assertThat(generator.lastCall().requests().stream().map(GenerationRequest::seed))
          .doesNotHaveDuplicates();
      List<JsonNode> lines = JsonLines.readWhole(temp.resolve("samples.jsonl"));
      assertThat(lines).hasSize(8);
      assertThat(lines.getFirst().path("prompt").asText()).isEqualTo("What is 3 + 4?");
    }
  }

  @Test
  void whatIsThereIsNotSampledAgainAndAHalfIsMade() throws IOException {
    ScriptedGenerator generator = new ScriptedGenerator(JudgedSamplesTest::script);
    try (TinyPolicy tiny = TinyPolicy.open(1e-3)) {
      run(generator, tiny, 3, PROBLEMS);
      Path file = temp.resolve("samples.jsonl");
      String whole = Files.readString(file);
      run(generator, tiny, 3, PROBLEMS);
      assertThat(generator.calls()).hasSize(1);
      List<String> lines = whole.lines().toList();
      Files.writeString(file, String.join("\n", lines.subList(0, 6)) + "\n{\"id\": \"tw");
      run(generator, tiny, 3, PROBLEMS);
      assertThat(generator.lastCall().requests()).hasSize(4);
      assertThat(file).hasContent(whole);
    }
  }

  /** A completion depends on the seed and its problem, not on what else is sampled. */
  @Test
  void theSeedIsOfTheProblem() throws IOException {
    ScriptedGenerator generator = new ScriptedGenerator(JudgedSamplesTest::script);
    try (TinyPolicy tiny = TinyPolicy.open(1e-3)) {
      run(generator, tiny, 3, PROBLEMS);
      List<Long> seeds =
          generator.lastCall().requests().stream().map(GenerationRequest::seed).toList();
      Files.delete(temp.resolve("samples.jsonl"));
      run(generator, tiny, 3, PROBLEMS.subList(1, 2));
      assertThat(generator.lastCall().requests().stream().map(GenerationRequest::seed))
          .containsExactlyElementsOf(seeds.subList(4, 8));
      Files.delete(temp.resolve("samples.jsonl"));
      run(generator, tiny, 4, PROBLEMS);
      assertThat(generator.lastCall().requests().stream().map(GenerationRequest::seed))
          .doesNotContainAnyElementsOf(seeds);
    }
  }

  @Test
  void completionsOfOtherProblemsAreRefused() {
    ScriptedGenerator generator = new ScriptedGenerator(JudgedSamplesTest::script);
    try (TinyPolicy tiny = TinyPolicy.open(1e-3)) {
      run(generator, tiny, 3, PROBLEMS);
      assertThatThrownBy(() -> run(generator, tiny, 3, PROBLEMS.reversed()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("holds completions of \"one\" where those of \"two\" belong");
    }
  }
}
