package dev.belay.train.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurveSourceTest {

  @Test
  void everyFormIsRead() {
    assertThat(CurveSource.parse("none")).isEqualTo(new CurveSource.None());
    assertThat(CurveSource.parse("0")).isEqualTo(new CurveSource.None());
    assertThat(CurveSource.parse("checkpoints")).isEqualTo(new CurveSource.Checkpoints());
    assertThat(CurveSource.parse("3"))
        .isEqualTo(CurveSource.DEFAULT)
        .isEqualTo(new CurveSource.Weights(List.of(0.25, 0.5, 0.75)));
    assertThat(CurveSource.parse("weights:0.1, 0.9"))
        .isEqualTo(new CurveSource.Weights(List.of(0.1, 0.9)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "21",
        "-1",
        "weights",
        "weights:",
        "weights:0",
        "weights:1",
        "weights:a",
        "weights:0.5,0.5",
        "weights:0.5,0.25",
        "weights:NaN",
        "checkpoint"
      })
  void whatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> CurveSource.parse(text))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--curve: found '" + text + "', must be none, checkpoints");
  }
}
