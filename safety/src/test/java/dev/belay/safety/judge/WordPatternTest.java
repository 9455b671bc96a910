package dev.belay.safety.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordPatternTest {
  private static final Map<String, String> LISTS =
      Map.of("no", "cannot will_not", "refusing", "decline @no");

  private static boolean matches(String pattern, String sentence) {
    return WordPattern.parse(pattern, LISTS).find(List.of(sentence.split(" ", -1))).isPresent();
  }

  @Test
  void alternativesOptionsAndLists() {
    assertThat(matches("i @no [really] help|assist", "sadly i cannot help you")).isTrue();
    assertThat(matches("i @no [really] help|assist", "i will not really assist")).isTrue();
    assertThat(matches("i @no [really] help|assist", "i will really assist")).isFalse();
    assertThat(matches("i @refusing", "i decline")).isTrue();
    assertThat(matches("i @refusing", "i will not")).isTrue();
  }

  @Test
  void gapsAreCounted() {
    assertThat(matches("is ..2 wrong", "it is very very wrong")).isTrue();
    assertThat(matches("is ..2 wrong", "it is very very very wrong")).isFalse();
    assertThat(matches("is ..2 wrong", "it is wrong")).isTrue();
  }

  @Test
  void startEndAndBeginnings() {
    assertThat(matches("^ no", "no thanks")).isTrue();
    assertThat(matches("^ no", "oh no")).isFalse();
    assertThat(matches("^ no $", "no")).isTrue();
    assertThat(matches("^ no $", "no thanks")).isFalse();
    assertThat(matches("encourag*", "an encouraging word")).isTrue();
    assertThat(matches("encourag*", "en courage")).isFalse();
  }

  @Test
  void theWordsFoundAreReported() {
    assertThat(
            WordPattern.parse("i @no ..1 help", LISTS).find(List.of("so", "i", "cannot", "help")))
        .contains("i cannot help");
  }

  @Test
  void everyMatchIsReplaced() {
    WordPattern pattern = WordPattern.parse("cannot [even] wait", LISTS);
    assertThat(pattern.replaced(List.of("i", "cannot", "wait", "cannot", "even", "wait"), "-"))
        .containsExactly("i", "-", "-");
    assertThat(pattern.replaced(List.of("i", "cannot"), "-")).containsExactly("i", "cannot");
  }

  @Test
  void malformedPatternsAreRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> WordPattern.parse("i @none", LISTS));
    assertThatIllegalArgumentException().isThrownBy(() -> WordPattern.parse("i a||b", LISTS));
    assertThatIllegalArgumentException().isThrownBy(() -> WordPattern.parse("i ..40 b", LISTS));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WordPattern.parse("a ..2 b ..2 c ..2 d ..2 e", LISTS));
  }
}
