package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerifiersTest {

  @Test
  void theVerifiersOfBelayAreFoundByName() {
    assertThat(Verifiers.names()).startsWith("math", "choice").contains("math-undecided");
    assertThat(Verifiers.find("math").orElseThrow().extractor())
        .isEqualTo(new MathVerifier().extractor());
    assertThat(Verifiers.find("choice").orElseThrow().extractor())
        .isEqualTo(new ChoiceVerifier().extractor());
    assertThat(Verifiers.find("nope")).isEmpty();
  }
}
