package dev.belay.core.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTimeTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "2026-11-28, 2026-11-28T00:00",
    "2026-11-28T09:30:00, 2026-11-28T09:30",
    "2026-11-28T09:30, 2026-11-28T09:30",
  })
  void aTimeWithoutZoneIsThisMachines(String text, LocalDateTime expected) {
    assertThat(TemplateTime.parse(text, "x").at())
        .isEqualTo(expected.atZone(ZoneId.systemDefault()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-28T23:30:00+05:00", "2026-11-28T23:30:00+01:00[Europe/Berlin]"})
  void aTimeWithZoneIsWhatTheTemplateReadsThere(String text) {
    TemplateTime time = TemplateTime.parse(text, "x");
    ChatTemplate template =
        ChatTemplate.compile("{{ strftime_now('%d.%m.%Y %H:%M') }}", time.clock());
    assertThat(template.render(Map.of()).text()).isEqualTo("28.11.2026 23:30");
    assertThat(TemplateTime.parse(time.toString(), "x")).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "28.11.2026", "2026-13-01", "2026-11-28T25:00"})
  void whatIsNoDateIsRefused(String text) {
    assertThatThrownBy(() -> TemplateTime.parse(text, "--template-time"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--template-time: found " + text + ", must be a date");
  }

  @Test
  void provenanceKeepsIt() throws IOException {
    Path file = directory.resolve("provenance.json");
    assertThat(TemplateTime.recorded(file)).isEmpty();
    Files.writeString(file, "{\"seed\": 1}");
    assertThat(TemplateTime.recorded(file)).isEmpty();
    Files.writeString(file, "{\"template_time\": \"2026-11-27T23:59:10Z\"}");
    assertThat(TemplateTime.recorded(file))
        .contains(new TemplateTime(ZonedDateTime.parse("2026-11-27T23:59:10Z")));
  }

  @Test
  void whatIsSetGoesBeforeWhatWasKept() {
    TemplateTime kept = TemplateTime.parse("2026-01-01", "x");
    TemplateTime set = TemplateTime.parse("2026-02-02", "x");
    assertThat(TemplateSettings.PLAIN.at(Optional.of(kept)).time()).contains(kept);
    assertThat(TemplateSettings.PLAIN.at(Optional.of(set)).at(Optional.of(kept)).time())
        .contains(set);
    assertThat(TemplateTime.ofThisProcess()).isEqualTo(TemplateTime.ofThisProcess());
  }
}
