package dev.belay.train.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepReportTest {

  private static final StepReport REPORT =
      StepReport.of(7).put("loss", 0.5).put("tokens", 12).put("kl", Double.NaN).build();

  @Test
  void numbersKeepTheirOrderAndTheirKind() throws JsonProcessingException {
    assertThat(new ObjectMapper().writeValueAsString(REPORT.entries()))
        .isEqualTo("{\"step\":7,\"loss\":0.5,\"tokens\":12,\"kl\":\"NaN\"}");
    assertThat(REPORT.values().keySet()).containsExactly("loss", "tokens", "kl");
  }

  @Test
  void whatWasNotMeasuredIsNoNumber() {
    assertThat(REPORT.step()).isEqualTo(7);
    assertThat(REPORT.value("tokens")).isEqualTo(12);
    assertThat(REPORT.value("reward_mean")).isNaN();
  }

  @Test
  void anObserversNumbersComeLastAndLeaveTheReportAsItWas() {
    StepReport more = REPORT.with(Map.of("validation_accuracy", 0.25));
    assertThat(more.entries().lastEntry()).isEqualTo(Map.entry("validation_accuracy", 0.25));
    assertThat(more.value("loss")).isEqualTo(0.5);
    assertThat(REPORT.value("validation_accuracy")).isNaN();
  }

  @Test
  void aNameIsTakenOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> REPORT.with(Map.of("loss", 1.0)))
        .withMessageContaining("loss");
    assertThatIllegalArgumentException().isThrownBy(() -> StepReport.of(1).put("step", 2));
  }
}
