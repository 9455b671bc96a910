package dev.belay.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OverlapCheckTest {

  @Test
  void namesBothPlaces() {
    List<Instruction> train = List.of(at("train.csv", 3, "Tell me a JOKE!"));
    List<Instruction> evaluation =
        List.of(at("eval.json", 8, "Say hi"), at("eval.json", 9, "tell me a joke"));
    assertThatThrownBy(() -> OverlapCheck.requireDisjoint(train, evaluation))
        .isInstanceOfSatisfying(
            BadInputException.class,
            e -> {
              assertThat(e.issues()).hasSize(2);
              assertThat(e.issues().getFirst()).startsWith("1 of 2 evaluation prompts");
              assertThat(e.issues().getLast())
                  .isEqualTo("eval.json:9 (evaluation) and train.csv:3 (training): tell me a joke");
            });
  }

  @Test
  void showsTheFirstFewOfMany() {
    List<Instruction> same =
        IntStream.rangeClosed(1, 20).mapToObj(i -> at("x", i, "prompt " + i)).toList();
    assertThatThrownBy(() -> OverlapCheck.requireDisjoint(same, same))
        .isInstanceOfSatisfying(BadInputException.class, e -> assertThat(e.issues()).hasSize(6));
  }

  @Test
  void sumsAndDifferencesAreNotConfused() {
    assertThatCode(
            () ->
                OverlapCheck.requireDisjoint(
                    List.of(at("a", 1, "What is 7 + 3?")), List.of(at("b", 1, "What is 7 - 3?"))))
        .doesNotThrowAnyException();
  }

  private static Instruction at(String file, long line, String prompt) {
    return new Instruction(file + line, prompt, new SourceLine(file, line));
  }
}
