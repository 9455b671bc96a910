package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChoiceTextTest {

  private static final String ACUTE = "\u0301";

  /** Java's word boundaries look back over every mark, from every mark. */
  @Test
  void noLetterCarriesMoreMarksThanAnyScriptHas() {
    assertThat(ChoiceText.plain("Answer: B" + ACUTE.repeat(20_000) + " it is"))
        .isEqualTo("Answer: B" + ACUTE.repeat(30) + " it is");
    assertThat(ChoiceText.plain("Answer: e" + ACUTE)).isEqualTo("Answer: e" + ACUTE);
  }

  @Test
  void lettersInOtherSignsArePlain() {
    assertThat(ChoiceText.plain("**\u24B7** or \uFF23\u00A0\uD835\uDC00\u200B"))
        .isEqualTo("(B) or C A");
  }
}
