package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.verify.Verdict.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookAlikesTest {

  @ParameterizedTest
  @CsvSource({
    "72\u200b7, 727",
    "7\u20602, 72",
    "72\u041e, 720",
    "72O., 720.",
    "72OO, 72OO",
    "1O apples, 10 apples",
    "7\u0660 and \uff11\ud835\udfce, 70 and 10",
    "H2O is wet, H20 is wet",
    "2Open the door, 2Open the door",
    "An Oak, An Oak",
    "x\u00b2 + \u00bd, x\u00b2 + \u00bd"
  })
  void areReadAsTheyLook(String text, String resolved) {
    assertThat(LookAlikes.resolved(text)).isEqualTo(resolved);
  }

  @Test
  void aTextWithoutAnyIsLeftAlone() {
    String text = "The answer is 42, n'est-ce pas ? \u00e9 \u4e2d";
    assertThat(LookAlikes.resolved(text)).isSameAs(text);
  }

  @ParameterizedTest
  @CsvSource({
    "The answer is 72\u200b7., 72, INCORRECT",
    "\\boxed{72\u041e}, 72, INCORRECT",
    "\\boxed{72\u041e}, 720, CORRECT",
    "The answer is \u0667\u0662., 72, CORRECT",
    "72 is not the answer., 72, INCORRECT",
    "It is 5 not 6., 5, CORRECT",
    "The answer is 7. It is not even., 7, CORRECT"
  })
  void decideWithTheRest(String completion, String gold, State right) {
    assertThat(new MathVerifier().verify(completion, gold).state()).isEqualTo(right);
  }
}
