package dev.belay.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {

  private final Secret secret = new Secret("hf_SECRETsecret42", "[token]");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hf_SECRETsecret42",
        "hf_SECRET\nsecret42",
        "hf_ SEC\r\n\tRET\u0007\u200b\u00a0secret\u202e42",
        "hf_SECRETsec",
        "hf_SECRE",
      })
  void isHiddenHoweverItIsRepeated(String repeated) {
    assertThat(secret.hiddenIn("said " + repeated + ".")).isEqualTo("said [token].");
    assertThat(secret.hiddenIn(repeated + repeated)).isEqualTo("[token][token]");
  }

  @Test
  void otherTextStaysAsItIs() {
    assertThat(secret.hiddenIn("tokens begin with hf_\n hf_ S")).endsWith("with hf_\n hf_ S");
    assertThat(secret.hiddenIn("")).isEmpty();
  }

  @Test
  void aShortOneIsHiddenWhole() {
    assertThat(new Secret("abc", "[key]").hiddenIn("ab a\nbc.")).isEqualTo("ab [key].");
    assertThat(secret).hasToString("[token]");
  }
}
