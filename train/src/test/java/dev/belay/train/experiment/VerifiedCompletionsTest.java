package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Completion;
import dev.belay.core.model.FinishReason;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.recipe.VerifiedSpec;
import dev.belay.core.run.JsonLines;
import dev.belay.core.run.Progress;
import dev.belay.session.model.ChatPrompts;
import dev.belay.session.plan.TrainingPlan;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.LanguageModel;
import dev.belay.train.fixture.ScriptedGenerator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifiedCompletionsTest {

  private static final List<Problem> PROBLEMS =
      List.of(
          new Problem("a", "one and two", "3", new SourceLine("f", 1)),
          new Problem("b", "two and three", "5", new SourceLine("f", 2)));

  @TempDir Path temp;
  private final LanguageModel model = LanguageModel.open(TinyModel.LLAMA.directory());
  private final ChatPrompts prompts = ChatPrompts.of(model, Optional.empty());
  private final List<String> notes = new ArrayList<>();

  @AfterEach
  void close() {
    model.close();
  }

  /** What the model says, completion by completion; a text that ends in … is cut off. */
  private ScriptedGenerator script(String... texts) {
    Map<Long, String> bySeed = new HashMap<>();
    return new ScriptedGenerator(
        request -> {
          String text = bySeed.computeIfAbsent(request.seed(), _ -> texts[bySeed.size()]);
          boolean cut = text.endsWith("…");
          int[] ids = {100 + bySeed.size(), 2};
          return new Completion(
              ids, new float[2], new float[2], cut ? FinishReason.LENGTH : FinishReason.EOS, text);
        });
  }

  private List<TokenSequence> learned(ScriptedGenerator generator, int samples, int keep) {
    VerifiedSpec spec = new VerifiedSpec(samples, 0.7, 12, keep, Optional.empty());
    TrainingPlan.Sft planned =
        new TrainingPlan.Sft(List.of(), List.of(), PROBLEMS, Optional.empty());
    return new VerifiedCompletions(temp.resolve("verified.jsonl"), spec, planned, 5)
        .of(generator, prompts, noting());
  }

  private Progress noting() {
    return new Progress() {
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
    };
  }

  @Test
  void acceptedCompletionsAreLearnedAndAllAreKept() {
    ScriptedGenerator generator =
        script("It is 3.", "It is 4.", "It is 3.", "7", "It is 5.", "It is 5…");
    List<TokenSequence> learned = learned(generator, 3, 0);
    assertThat(learned).hasSize(3);
    assertThat(learned.get(0).promptTokenIds()).isEqualTo(prompts.prompt("one and two"));
    assertThat(learned.get(0).completionTokenIds()).containsExactly(101, 2);
    assertThat(learned.get(1).completionTokenIds()).containsExactly(103, 2);
    assertThat(learned.get(2).promptTokenIds()).isEqualTo(prompts.prompt("two and three"));
    assertThat(learned.get(2).completionTokenIds()).containsExactly(105, 2);

    List<JsonNode> lines = JsonLines.readWhole(temp.resolve("verified.jsonl"));
    assertThat(lines)
        .extracting(line -> line.path("kept").asBoolean())
        .containsExactly(true, false, true, false, true, false);
    assertThat(lines.get(5).path("state").asText()).isEqualTo("incorrect");
    assertThat(lines.get(5).path("finish_reason").asText()).isEqualTo("length");
    assertThat(generator.lastCall().sampling().temperature()).isEqualTo(0.7);
    assertThat(generator.lastCall().requests().stream().map(GenerationRequest::seed))
        .doesNotHaveDuplicates();
    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith("verified completions: 2 of 2 problems have one; of 6 completions 50.0 % [")
        .endsWith("0 undecided; 3 are learned");
  }

  @Test
  void aResumedRunLearnsTheSameWithoutSampling() {
    List<TokenSequence> first = learned(script("3", "3", "4", "5"), 2, 0);
    ScriptedGenerator never = script();
    List<TokenSequence> again = learned(never, 2, 0);
    assertThat(never.calls()).isEmpty();
    assertThat(again).usingRecursiveComparison().isEqualTo(first);
  }

  @Test
  void atMostSoManyOfAProblemAreKeptTheFirstOnes() {
    List<TokenSequence> learned = learned(script("4", "3", "3", "5", "5", "5"), 3, 1);
    assertThat(learned)
        .extracting(sequence -> sequence.completionTokenIds()[0])
        .containsExactly(102, 104);
  }

  @Test
  void whatIsCutOffIsSaid() {
    learned(script("3", "3…", "5…", "5…"), 2, 0);
    assertThat(notes).hasSize(2);
    assertThat(notes.get(1)).contains("75 % of the completions were cut off at 12 tokens");
  }

  @Test
  void nothingAcceptedIsNothingToLearn() {
    assertThatThrownBy(() -> learned(script("1", "1", "1", "1"), 2, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("none of 4 completions of 2 problems was accepted");
  }
}
