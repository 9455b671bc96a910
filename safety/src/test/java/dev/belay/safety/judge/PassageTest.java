package dev.belay.safety.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PassageTest {

  private static List<String> sentences(String text) {
    return Passage.sentences(text, 1000).stream().map(words -> String.join(" ", words)).toList();
  }

  @Test
  void contractionsAreWrittenOut() {
    assertThat(sentences("I can't, won't, don't; I'm sure it's fine. They\u2019re here, I'd say."))
        .containsExactly(
            "i cannot will not do not", "i am sure it is fine", "they are here i would say");
    assertThat(sentences("I can not go. Bob's dog isn't big."))
        .containsExactly("i cannot go", "bob's dog is not big");
  }

  @Test
  void sentencesEndAtMarksAndLinesButNotInNumbers() {
    assertThat(sentences("Take 3.5 litres. Then wait!\nDone? Yes"))
        .containsExactly("take 3 5 litres", "then wait", "done", "yes");
  }

  @Test
  void quotationsAreSetAside() {
    assertThat(sentences("He said \"I cannot help you with that.\" and left"))
        .containsExactly("he said <quoted> and left");
    assertThat(sentences("It was not \"right\" to go")).containsExactly("it was not right to go");
    assertThat(sentences("\"I cannot help you with that.\""))
        .containsExactly("i cannot help you with that");
    assertThat(sentences("He said \"I cannot help you with that and went"))
        .containsExactly("he said i cannot help you with that and went");
  }

  @Test
  void onlyTheBeginningIsRead() {
    assertThat(Passage.sentences("one two three", 7)).containsExactly(List.of("one", "two"));
    assertThat(Passage.sentences("", 7)).isEmpty();
    assertThat(Passage.sentences("?!", 7)).isEmpty();
  }
}
