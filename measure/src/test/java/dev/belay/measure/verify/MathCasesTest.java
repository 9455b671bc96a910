package dev.belay.measure.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.verify.MathVerifier;
import dev.belay.core.verify.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MathCasesTest {

  @ParameterizedTest
  @EnumSource(AnswerKind.class)
  void otherSpellingsAreRightAndOtherAnswersAreWrong(AnswerKind kind) {
    for (MathCase one : new MathCases(7).of(kind, 60)) {
      Verdict verdict = new MathVerifier().verify(one.completion(), one.gold());
      Verdict.State right = one.right() ? Verdict.State.CORRECT : Verdict.State.INCORRECT;
      assertThat(verdict.state()).as("%s: %s", one, verdict).isEqualTo(right);
    }
  }

  @Test
  void aSeedDecidesThem() {
    List<MathCase> cases = new MathCases(1).all(3);
    assertThat(cases).isEqualTo(new MathCases(1).all(3)).isNotEqualTo(new MathCases(2).all(3));
    Set<String> ids = new HashSet<>(cases.stream().map(MathCase::id).toList());
    assertThat(ids).hasSize(cases.size()).hasSize(6 * AnswerKind.values().length);
  }

  @Test
  void figuresHaveNames() {
    assertThat(new VerifyBenchmark(0.05).run())
        .containsKeys("verifier", "threads", "numbers_per_second", "latex_per_second");
  }
}
