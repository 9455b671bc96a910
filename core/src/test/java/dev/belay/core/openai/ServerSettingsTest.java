package dev.belay.core.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.belay.core.error.BadInputException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSettingsTest {

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8000/v1/, http://localhost:8000/v1",
    "HTTP://127.0.0.1:8000/v1, http://localhost:8000/v1",
    "http://[::1]:8000/v1, http://localhost:8000/v1",
    "https://Models.Example/v1, https://models.example:443/v1",
    "http://models.example, http://models.example:80",
  })
  void oneServerHasOneCanonicalAddress(String text, String canonical) {
    assertThat(ServerUrl.parse(text).canonical()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://host/v1",
        "http://",
        "http:///v1",
        "http://user:secret@host/v1",
        "http://host/v1?key=secret",
        "http://host/v1#model",
        "http://ho st/v1",
        "models/here"
      })
  void otherAddressesAreRefusedWithoutRepeatingThem(String text) {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> ServerUrl.parse(text))
        .withMessageContaining("http://127.0.0.1:8000/v1")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
  }

  @Test
  void keysComeFromTheEnvironmentAndAreNotShown() {
    assertThat(ApiKey.of(Map.of(), "K")).isEmpty();
    assertThat(ApiKey.of(Map.of("K", "  "), "K")).isEmpty();
    ApiKey key = ApiKey.of(Map.of("K", " abc\n"), "K").orElseThrow();
    assertThat(key.header()).isEqualTo("Bearer abc");
    assertThat(key).hasToString("[key]");
    assertThat(key.hiddenIn("you sent abc")).isEqualTo("you sent [key]");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> ApiKey.of(Map.of("K", "ab\r\nX: c"), "K"))
        .withMessageContaining("K: not an API key")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("X:"));
  }

  @Test
  void delaysDoubleUpToTheLongestAndHalfOfThemIsRandom() {
    Retry retry = new Retry(Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofSeconds(8));
    assertThat(retry.delayAfter(1, () -> 0)).isEqualTo(Duration.ofMillis(500));
    assertThat(retry.delayAfter(1, () -> 1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(retry.delayAfter(3, () -> 0.5)).isEqualTo(Duration.ofSeconds(3));
    assertThat(retry.delayAfter(99, () -> 1)).isEqualTo(Duration.ofSeconds(8));
    assertThat(retry.atMost(Duration.ofSeconds(9)).patience()).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void retryAfterIsSecondsOrADate() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(HttpAnswer.retryAfter("120", now)).contains(Duration.ofMinutes(2));
    assertThat(HttpAnswer.retryAfter(" 1.5 ", now)).contains(Duration.ofMillis(1500));
    assertThat(HttpAnswer.retryAfter("Thu, 01 Jan 2026 00:00:30 GMT", now))
        .contains(Duration.ofSeconds(30));
    assertThat(HttpAnswer.retryAfter("Wed, 31 Dec 2025 00:00:00 GMT", now)).contains(Duration.ZERO);
    assertThat(HttpAnswer.retryAfter("999999999999", now))
        .contains(Duration.ofSeconds(1_000_000_000));
    assertThat(HttpAnswer.retryAfter("-5", now)).isEmpty();
    assertThat(HttpAnswer.retryAfter("soon", now)).isEmpty();
  }

  @Test
  void requestsStartEvenlySpacedAndPauseTogether() throws InterruptedException {
    FakeTiming timing = new FakeTiming();
    Pace pace = new Pace(30, timing);
    pace.await();
    pace.await();
    pace.await();
    pace.pause(Duration.ofSeconds(20));
    pace.await();
    assertThat(timing.sleeps())
        .containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(20));
    FakeTiming free = new FakeTiming();
    Pace unlimited = new Pace(0, free);
    unlimited.await();
    unlimited.await();
    assertThat(free.sleeps()).isEmpty();
  }

  @Test
  void settingsThatCannotWorkAreRefused() {
    ServerUrl url = ServerUrl.parse("http://localhost:1/v1");
    Retry retry = Retry.lasting(Duration.ZERO);
    Duration minute = Duration.ofMinutes(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ServerSettings(url, Optional.empty(), minute, 0, 0, retry));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ServerSettings(url, Optional.empty(), minute, 1, -1, retry));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ServerSettings(url, Optional.empty(), Duration.ZERO, 1, 0, retry));
  }
}
