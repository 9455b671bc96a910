package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whether a completion settles on one option: with # and @ any two of them, in the forms in which
 * texts ask themselves, deny what they named, and offer something else beside it.
 */
class SettledOptionTest {
  private static final ChoiceVerifier VERIFIER = new ChoiceVerifier();
  private static final List<String> LETTERS = List.of("A", "B", "C", "D");

  private static Stream<String[]> pairs() {
    return LETTERS.stream()
        .flatMap(x -> LETTERS.stream().filter(y -> !y.equals(x)).map(y -> new String[] {x, y}));
  }

  private static String filled(String form, String[] pair) {
    return form.replace("#", pair[0]).replace("@", pair[1]).replace("\\n", "\n");
  }

  static Stream<String> settled() {
    return Stream.of(
        "# or @? #.",
        "@ or #? #",
        "Is it # or @? #.",
        "#, @ or both? I say #.",
        "@? #? #.",
        "Is it @? No. #.",
        "Is it @? No. It is #.",
        "(#) or (@)? (#).",
        "Is it (@) or (#)?\\n\\n(#)",
        "A, B, C or D?\\n#",
        "Is the answer @ or #? #.",
        "Should I choose @ or #? I choose #.",
        "# or @? Definitely #!",
        "Which one, @ or #? Well, #.",
        "@ or #\u2026 #.",
        "The answer is #, isn't it?",
        "#, right?",
        "The answer is @? The answer is #.",
        "Could the answer be @? No; #.",
        "@? No. #? Yes.",
        "@? no. #? yes.",
        "Is # right? Yes.",
        "#, not @",
        "# rather than @",
        "Not @, but #",
        "The answer is #. (#) does not need a host.",
        "First I thought # is wrong. The answer is #.",
        "The answer is #. Any questions?",
        "#. Just kidding. @. Just kidding. It is #.",
        "#. @ is wrong.",
        "The answer is #. It is not @.",
        "#! @ is out.",
        "@. Never mind. #.",
        "@ might be right, but the answer is #.",
        "It could be @, but # is right.",
        "The answer is #. It could not be @.",
        "@ is what I would have said, but it is #.",
        "@ is a common misconception; #.",
        "The answer is @. Actually # is correct.",
        "@. Sorry, # because it fits.",
        "I would say @. Or rather #.",
        "@, or rather #",
        "@, make that #.",
        "Comparing @ and #, # is better.",
        "@ is incorrect. The correct one: #",
        "Answer: #\\n\\nQuestion: Next?\\nAnswer: @",
        "#\\n\\nProblem 2: Next?\\n@",
        "Question: Which?\\nAnswer: #",
        "Answer: (#)\\n(A) one\\n(B) two\\n(C) three\\n(D) four",
        "Answer: #.\\nA. one\\nB. two\\nC. three\\nD. four",
        "\u2705 #\\n\u274c @");
  }

  @ParameterizedTest
  @MethodSource("settled")
  void oneIsSettledOn(String form) {
    pairs()
        .forEach(
            pair -> {
              String text = filled(form, pair);
              for (String gold : LETTERS) {
                Verdict verdict = VERIFIER.verify(text, gold);
                assertThat(verdict.state())
                    .as("%s, gold %s: %s", text, gold, verdict)
                    .isEqualTo(
                        gold.equals(pair[0]) ? Verdict.State.CORRECT : Verdict.State.INCORRECT);
              }
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# or not #",
        "#, or not #.",
        "# and not #",
        "not # or #",
        "The answer is # or not #.",
        "The answer is #. The answer is not #.",
        "The answer is #. No, it is not #.",
        "# is right. # is wrong.",
        "# is both right and wrong.",
        "It is # and it is not #.",
        "(#) or not (#)",
        "#? Not #.",
        "# or maybe not",
        "# (or not)",
        "#. Or not.",
        "# may or may not be right.",
        "# & !#",
        "!#",
        "# or not @",
        "# or @?",
        "# or @? Both.",
        "# or @? Neither.",
        "# or @? I do not know.",
        "#? @? Or #?",
        "#? Yes. @? Yes.",
        "# or else @",
        "#, otherwise @",
        "#; alternatively @",
        "#. Or @.",
        "#. Maybe @.",
        "# (or @)",
        "# vs @",
        "# + @",
        "# | @",
        "# then @",
        "# plus @",
        "# as well as @",
        "#\n@",
        "# @",
        "#;@",
        "#. @.",
        "#, but maybe @",
        "# -> @",
        "#. Also @.",
        "# is the answer. @ is the answer.",
        "# is correct, and @ is correct too.",
        "The answer is #. @ is also correct.",
        "#-@",
        "#..@",
        "# through @",
        "#. Just kidding.",
        "I would say #, but @ is also possible.",
        "The answer is #; it could also be @.",
        "The answer is #, but it could be @",
        "The answer is #. @ might be right too.",
        "#, though @ would also work",
        "#. @ could also be the answer.",
        "Correct: # or @",
        "\u2705 #\\n\u2705 @",
        "Answer:\\nA. one\\nB. two\\nC. three\\nD. four"
      })
  void noneIsSettledOn(String form) {
    pairs()
        .forEach(
            pair -> {
              String text = filled(form, pair);
              assertThat(LETTERS.stream().map(gold -> VERIFIER.verify(text, gold).state()))
                  .as(text)
                  .doesNotContain(Verdict.State.CORRECT);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A worm or a rootkit? Backdoor Trojan.",
        "A worm? No. A rootkit? No. A Backdoor Trojan? Yes.",
        "The answer is A Backdoor Trojan.",
        "B) What is the cost?"
      })
  void questionsAboutTheTextsOfOptions(String completion) {
    List<String> options = List.of("A worm", "Backdoor Trojan", "Rootkit", "Keylogger");
    assertThat(ChoiceExtraction.extract(completion, options).letters()).containsExactly('B');
  }

  @ParameterizedTest
  @ValueSource(strings = {"B. C", "The answer is B. C"})
  void theTextOfAnOptionMayBeALetter(String completion) {
    List<String> options = List.of("Java", "C", "Fortran", "Ada");
    assertThat(ChoiceExtraction.extract(completion, options).letters()).containsExactly('B');
  }
}
