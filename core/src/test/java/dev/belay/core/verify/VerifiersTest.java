package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerifiersTest {

  @Test
  void theVerifiersOfBelayAreFoundByName() {
    assertThat(Verifiers.names()).containsExactly("math", "choice");
    assertThat(Verifiers.find("math")).containsInstanceOf(MathVerifier.class);
    assertThat(Verifiers.find("choice")).containsInstanceOf(ChoiceVerifier.class);
    assertThat(Verifiers.find("nope")).isEmpty();
  }

  @Test
  void everyProvidersVerifiersAreThereInOrder() {
    VerifierProvider one = () -> List.of(new ChoiceVerifier());
    assertThat(Verifiers.byName(List.of(one, () -> List.of(new MathVerifier()))).keySet())
        .containsExactly("choice", "math");
  }

  @Test
  void twoOfTheSameNameAreRefusedWithTheClassesOfBoth() {
    VerifierProvider again = () -> List.of(new MathVerifier());
    assertThatThrownBy(() -> Verifiers.byName(List.of(new BuiltInVerifiers(), again)))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "two verifiers are named math: dev.belay.core.verify.MathVerifier and"
                + " dev.belay.core.verify.MathVerifier. Rename one, or leave it off the class"
                + " path.");
  }
}
