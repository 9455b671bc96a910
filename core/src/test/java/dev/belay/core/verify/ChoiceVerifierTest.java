package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in the styles in which models give them; B, "Backdoor Trojan", is right throughout. */
class ChoiceVerifierTest {

  private static final ChoiceVerifier VERIFIER = new ChoiceVerifier();
  private static final List<String> OPTIONS =
      List.of("A worm", "Backdoor Trojan", "Trojan", "12 viruses");

  private static Verdict verdict(String completion, String gold, List<String> options) {
    SourceLine source = new SourceLine("test", 1);
    return VERIFIER.verify(
        completion, new Problem("p", "Which?", gold, null, source, "security", options));
  }

  private static Verdict verdict(String completion) {
    return verdict(completion, "B", OPTIONS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "B",
        "B.",
        " B\n",
        "b",
        "(B)",
        "(b)",
        "b)",
        "[B]",
        "**B**",
        "**B.** Backdoor Trojan",
        "B) Backdoor Trojan",
        "B. Backdoor Trojan",
        "B: because it opens a back door.",
        "`B`",
        "\"B\"",
        "Option B",
        "Option B is correct.",
        "The answer is B.",
        "The answer is: B",
        "The answer is (B).",
        "the answer is b",
        "The correct answer is **B. Backdoor Trojan**.",
        "The correct answer is option B, since it opens a back door.",
        "The correct option is B",
        "Correct choice: B",
        "Answer: B",
        "Answer:\nB",
        "**Answer:** (B)",
        "Solution: B",
        "Let me think. A is a program that copies itself. So the answer is B.",
        "The answer would be B, not C.",
        "The answer is not A. The answer is B.",
        "\\boxed{B}",
        "$\\boxed{\\text{B}}$",
        "So we get\n#### B",
        "I would say that B is the correct one.",
        "It must be (B), as it opens a door.",
        "I pick option B here.",
        "First I look at each of them.\nB",
        "Backdoor Trojan",
        "backdoor trojan.",
        "Backdoor Trojan\n\nA backdoor gives access to others.",
        "The answer is Backdoor Trojan.",
        "The answer is a backdoor, that is, the Backdoor Trojan.",
        "It is called a Backdoor Trojan by experts."
      })
  void theRightOption(String completion) {
    Verdict verdict = verdict(completion);
    assertThat(verdict.extracted()).as(verdict.reason()).isEqualTo("B");
    assertThat(verdict.state()).isEqualTo(Verdict.State.CORRECT);
    assertThat(verdict.score()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A",
        "C. Backdoor Trojan",
        "The answer is A because a worm spreads.",
        "The answer is D.",
        "A worm",
        "Trojan",
        "12 viruses",
        "The answer is 12 viruses, I think.",
        "Option A is correct."
      })
  void anotherOption(String completion) {
    Verdict verdict = verdict(completion);
    assertThat(verdict.state()).isEqualTo(Verdict.State.INCORRECT);
    assertThat(verdict.extracted()).isNotNull().isNotEqualTo("B");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A or B",
        "A, B",
        "(A) and (B)",
        "B and C",
        "Either (B) or (C).",
        "The answer is B or C.",
        "The answer is A. No, the answer is B.",
        "A. A worm\nB. Backdoor Trojan\nC. Trojan\nD. 12 viruses",
        "\\boxed{A} \\boxed{B}",
        "It could be a worm or 12 viruses."
      })
  void severalOptionsAreUndecided(String completion) {
    Verdict verdict = verdict(completion);
    assertThat(verdict.state()).as(verdict.reason()).isEqualTo(Verdict.State.UNDECIDED);
    assertThat(verdict.decided()).isFalse();
    assertThat(verdict.extracted()).contains(", ");
    assertThat(verdict.reason()).endsWith("several options");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "I do not know.",
        "A good question! I like it.",
        "It is a program with a hidden entrance.",
        "BACKUP",
        "None of them",
        "Vitamin C helps.",
        "E"
      })
  void noOptionIsIncorrect(String completion) {
    Verdict verdict = verdict(completion);
    assertThat(verdict.state()).isEqualTo(Verdict.State.INCORRECT);
    assertThat(verdict.extracted()).isNull();
    assertThat(verdict.score()).isZero();
  }

  @Test
  void textsOfOptionsThatReadLikeLetters() {
    List<String> options = List.of("B only", "A only", "Both A and B", "Neither");
    assertThat(verdict("A only", "B", options).state()).isEqualTo(Verdict.State.CORRECT);
    assertThat(verdict("Both A and B", "C", options).state()).isEqualTo(Verdict.State.CORRECT);
  }

  @Test
  void numbersAreCompared() {
    List<String> options = List.of("5", "−5", "5.5", "1/5");
    assertThat(verdict("The answer is -5.", "B", options).state()).isEqualTo(Verdict.State.CORRECT);
    assertThat(verdict("5.5", "C", options).state()).isEqualTo(Verdict.State.CORRECT);
    assertThat(verdict("The result is 5.5", "C", options).extracted()).isEqualTo("C");
    assertThat(verdict("5", "A", options).state()).isEqualTo(Verdict.State.CORRECT);
  }

  @Test
  void lettersAloneWhereTextsAreNotKnown() {
    assertThat(VERIFIER.verify("The answer is D.", "D").state()).isEqualTo(Verdict.State.CORRECT);
    assertThat(VERIFIER.verify("a worm", "A").state()).isEqualTo(Verdict.State.INCORRECT);
    assertThat(VERIFIER.verify("E", "D").extracted()).isNull();
    assertThat(verdict("B", "B", List.of()).state()).isEqualTo(Verdict.State.CORRECT);
  }

  @Test
  void brokenReferencesAreErrors() {
    for (String gold : List.of("", "E", "b", "AB")) {
      assertThat(verdict("B", gold, OPTIONS).state()).isEqualTo(Verdict.State.ERROR);
    }
  }

  @Test
  void longCompletionsAreReadFromTheirEnd() {
    assertThat(verdict("word ".repeat(100_000) + "The answer is B.").state())
        .isEqualTo(Verdict.State.CORRECT);
  }

  @Test
  void namesItself() {
    assertThat(VERIFIER.name()).isEqualTo("choice");
    assertThat(VERIFIER.extractor()).isEqualTo("option-letter");
    assertThat(Verifiers.names()).contains("math", "choice");
    assertThat(Verifiers.find("choice")).isPresent();
  }
}
