package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.TokenSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  @Test
  void completionsOfOtherPromptsAreRefused() throws IOException {
    Path file = file(LINE.formatted("[7, 2]", "eos"));
    assertThatIllegalStateException()
        .isThrownBy(() -> SelfCompletions.read(file, prompts(2)))
        .withMessageContaining("1 completions for 2 prompts");
  }
}
