package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerifiersTest {

  @Test
  void theVerifiersOfBelayAreFoundByName() {
    assertThat(Verifiers.names()).startsWith("math", "choice");
    assertThat(Verifiers.find("math")).containsInstanceOf(MathVerifier.class);
    assertThat(Verifiers.find("choice")).containsInstanceOf(ChoiceVerifier.class);
    assertThat(Verifiers.find("nope")).isEmpty();
  }
}
