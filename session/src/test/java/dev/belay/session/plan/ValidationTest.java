package dev.belay.session.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.verify.ChoiceVerifier;
import dev.belay.core.verify.MathVerifier;
import dev.belay.core.verify.Verdict.State;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValidationTest {

  private static final SourceLine SOURCE = new SourceLine("test", 1);
  private static final Problem NUMBER = new Problem("n", "2 + 1?", "3", SOURCE);
  private static final Problem CHOICE =
      new Problem("c", "Which?", "B", null, SOURCE, "", List.of("left", "right"));

  @Test
  void withoutARewardEachProblemHasTheVerifierOfItsKind() {
    Validation validation = new Validation(List.of(NUMBER, CHOICE), Optional.empty());

    assertThat(validation.verify("3", NUMBER).state()).isEqualTo(State.CORRECT);
    assertThat(validation.verify("B", CHOICE).state()).isEqualTo(State.CORRECT);
    assertThat(validation.verify("A", CHOICE).state()).isEqualTo(State.INCORRECT);
  }

  @Test
  void theRewardsVerifierComesFirst() {
    Validation letters = new Validation(List.of(CHOICE), Optional.of(new ChoiceVerifier()));
    Validation numbers = new Validation(List.of(CHOICE), Optional.of(new MathVerifier()));

    assertThat(letters.verify("B", CHOICE).state()).isEqualTo(State.CORRECT);
    assertThat(numbers.verify("B", CHOICE).state()).isEqualTo(State.ERROR);
  }
}
