package dev.belay.torch.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubSettingsTest {

  @ParameterizedTest
  @ValueSource(strings = {"hf_SECRET\nhf_MORE", "hf_SECRET hf_MORE", "hf_SECR\u00c9T", "hf_\u0007"})
  void aBrokenTokenIsSaidWithoutShowingIt(String token) {
    assertThatThrownBy(() -> HubSettings.of(Map.of("HF_TOKEN", token)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("HF_TOKEN: not a token")
        .hasMessageNotContaining("SECR");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:SECRET@127.0.0.1:8949",
        "https://SECRET@hub.test",
        "https://us er:SECRET@hub.test",
        "https://hub.test/?token=SECRET",
        "https://hub.test/#SECRET"
      })
  void anEndpointWithASecretIsRefusedWithoutShowingIt(String endpoint) {
    assertThatThrownBy(() -> HubSettings.of(Map.of("HF_ENDPOINT", endpoint)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("HF_ENDPOINT", "without user, password", "HF_TOKEN")
        .hasMessageNotContaining("SECRET");
  }

  @Test
  void blanksRoundATokenAreNoneOfIt() {
    assertThat(HubSettings.of(Map.of("HF_TOKEN", " hf_a\n")).token()).contains("hf_a");
    assertThat(HubSettings.of(Map.of("HF_TOKEN", " ")).token()).isEmpty();
  }
}
