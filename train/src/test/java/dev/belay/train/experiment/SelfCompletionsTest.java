package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.chat.ChatInput;
import dev.belay.core.data.Instruction;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.recipe.ModelSpec;
import dev.belay.core.run.JsonLines;
import dev.belay.core.run.Progress;
import dev.belay.safety.attack.AttackInfo;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.AskedPrompt;
import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfCompletionsTest {

  private static final String LINE = "{\"token_ids\": %s, \"finish_reason\": \"%s\"}\n";

  @TempDir Path temp;

  private static List<GenerationRequest> prompts(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new GenerationRequest(new int[] {40 + i}, 0))
        .toList();
  }

  private Path file(String lines) throws IOException {
    return Files.writeString(temp.resolve("self.jsonl"), lines);
  }

  @Test
  void completionsFollowTheirPrompts() throws IOException {
    Path file = file(LINE.formatted("[7, 2]", "eos") + LINE.formatted("[8, 9]", "length"));
    List<TokenSequence> read = SelfCompletions.read(file, prompts(2));
    assertThat(read.get(0).promptTokenIds()).containsExactly(40);
    assertThat(read.get(0).completionTokenIds()).containsExactly(7, 2);
    assertThat(read.get(1).promptTokenIds()).containsExactly(41);
    assertThat(read.get(1).completionTokenIds()).containsExactly(8, 9);
  }

  @Test
  void anEmptyCompletionIsLearnedIfTheModelEndedIt() throws IOException {
    Path file = file(LINE.formatted("[]", "length") + LINE.formatted("[]", "eos"));
    List<TokenSequence> read = SelfCompletions.read(file, prompts(2));
    assertThat(read).hasSize(1);
    assertThat(read.getFirst().promptTokenIds()).containsExactly(41);
    assertThat(read.getFirst().completionTokenIds()).isEmpty();
  }

  /** The model goes on after the words that were put into its mouth. */
  @Test
  void aPrefillEndsThePromptAndTheCompletionFollows() {
    Instruction prompt = new Instruction("a", "How is bread made?", new SourceLine("own.jsonl", 1));
    AskedPrompt plain = AskedPrompt.directly(prompt);
    AskedPrompt prefilled =
        new AskedPrompt(
            prompt,
            new AttackInfo("words", 2, "begins", ""),
            ChatInput.user(prompt.prompt()).withPrefill("Sure, here"));
    Path model = TinyModel.LLAMA.directory();
    try (ModelSession session =
        ModelSession.open(
            model, new ModelSpec(model.toString(), ModelSpec.Dtype.FLOAT32, Optional.empty()))) {
      Path file = temp.resolve("two.jsonl");
      SelfCompletions completions = new SelfCompletions(file, "completing", false);
      SequencedMap<Integer, TokenSequence> made =
          completions.byPrompt(List.of(plain, prefilled), session, 3, Progress.SILENT);

      int[] direct = Objects.requireNonNull(made.get(0)).promptTokenIds();
      int[] begun = Objects.requireNonNull(made.get(1)).promptTokenIds();
      String directText = session.model().tokenizer().decode(direct);
      assertThat(session.model().tokenizer().decode(begun)).isEqualTo(directText + "Sure, here");
      assertThat(
              session
                  .engine()
                  .generate(List.of(new GenerationRequest(begun, 0)), Sampling.greedy(3))
                  .getFirst()
                  .tokenIds())
          .isEqualTo(Objects.requireNonNull(made.get(1)).completionTokenIds());
      List<JsonNode> lines = JsonLines.readWhole(file);
      assertThat(lines.get(0).has("attack")).isFalse();
      assertThat(lines.get(0).has("prefill")).isFalse();
      assertThat(lines.get(1).path("attack").asText()).isEqualTo("words 2");
      assertThat(lines.get(1).path("prefill").asText()).isEqualTo("Sure, here");
      assertThat(lines.get(1).path("prompt").asText()).isEqualTo(prompt.prompt());
      assertThat(lines.get(1).has("messages")).isFalse();
      SequencedMap<Integer, TokenSequence> kept =
          completions.byPrompt(List.of(plain, prefilled), session, 3, Progress.SILENT);
      assertThat(kept.values())
          .usingRecursiveFieldByFieldElementComparator()
          .containsExactlyElementsOf(made.values());
    }
  }

  @Test
  void completionsOfOtherPromptsAreRefused() throws IOException {
    Path file = file(LINE.formatted("[7, 2]", "eos"));
    assertThatIllegalStateException()
        .isThrownBy(() -> SelfCompletions.read(file, prompts(2)))
        .withMessageContaining("1 completions for 2 prompts");
  }
}
