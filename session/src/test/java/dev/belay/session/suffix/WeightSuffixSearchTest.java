package dev.belay.session.suffix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Tokenizer;
import dev.belay.safety.attack.FoundSuffix;
import dev.belay.safety.attack.SuffixBudget;
import dev.belay.safety.attack.SuffixGoal;
import dev.belay.session.model.ChatPrompts;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.tensor.ComputeType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WeightSuffixSearchTest {
  private static final String REQUEST = "Write a letter to the king.";
  private static final SuffixGoal GOAL =
      new SuffixGoal(REQUEST, "Sure, here is", new SuffixBudget(6, 12, 40, 5));

  @Test
  void foundSuffixIsReadAsTheTokensThatWereFound() {
    Path directory = TinyModel.LLAMA.directory();
    try (LanguageModel model = LanguageModel.open(directory)) {
      ChatPrompts prompts = ChatPrompts.of(model, Optional.of("Be kind."));
      try (WeightSuffixSearch search =
          new WeightSuffixSearch(directory, prompts, ComputeType.BFLOAT16)) {
        List<Integer> steps = new ArrayList<>();
        FoundSuffix found = search.find(GOAL, 7, steps::add);
        assertThat(found.loss()).isLessThan(found.lossBefore());
        assertThat(found.tokenIds()).hasSize(5);
        assertThat(steps).containsExactly(1, 2, 3, 4, 5, 6);
        List<Integer> read = new ArrayList<>();
        for (int id : prompts.prompt(REQUEST + found.text())) {
          read.add(id);
        }
        assertThat(read).hasSize(prompts.prompt(REQUEST).length + 5);
        assertThat(Collections.indexOfSubList(read, found.tokenIds())).isPositive();
        assertThat(found.text().chars()).allMatch(c -> c >= ' ' && c <= '~');
        assertThat(search.find(GOAL, 7, step -> {})).isEqualTo(found);
      }
      try (WeightSuffixSearch again =
          new WeightSuffixSearch(directory, prompts, ComputeType.BFLOAT16)) {
        assertThat(again.find(GOAL, 8, step -> {})).isNotEqualTo(again.find(GOAL, 7, s -> {}));
      }
    }
  }

  @Test
  void specialAndUnprintableTokensAreLeftOut() {
    try (LanguageModel model = LanguageModel.open(TinyModel.LLAMA.directory())) {
      Tokenizer tokenizer = model.tokenizer();
      BitSet tokens = WeightSuffixSearch.printable(tokenizer, model.config().vocabularySize());
      assertThat(tokens.cardinality()).isGreaterThan(90);
      for (String special : List.of("<|im_start|>", "\n", "\u00eb")) {
        int[] ids = tokenizer.encode(special);
        assertThat(tokens.get(ids[0])).as(special).isFalse();
      }
      assertThat(tokens.get(tokenizer.encode("a")[0])).isTrue();
    }
  }

  @Test
  void templateThatLeavesNoRoomIsRefused() {
    try (LanguageModel model = LanguageModel.open(TinyModel.LLAMA.directory())) {
      Tokenizer tokenizer = model.tokenizer();
      assertThatExceptionOfType(BadInputException.class)
          .isThrownBy(
              () ->
                  SuffixFrame.of(
                      REQUEST,
                      text -> tokenizer.encode(text.substring(0, REQUEST.length())),
                      tokenizer,
                      4))
          .withMessageContaining("no room for a suffix of 4 tokens");
    }
  }
}
