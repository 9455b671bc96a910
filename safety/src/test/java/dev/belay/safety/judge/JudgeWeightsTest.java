package dev.belay.safety.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeWeightsTest {
  private static final JudgeWeights.Shape REFUSAL =
      new JudgeWeights.Shape(List.of("one", "two"), 3);
  private static final JudgeWeights.Shape EXTENT = new JudgeWeights.Shape(List.of("one"), 2);

  @Test
  void weightsSurviveTheFile(@TempDir Path folder) throws IOException {
    double[][] weights = {{0.5, -1.25, 3}, {0.1f, 0, 1e-9f}, {-0.1f, 7, 0}};
    double[][] extent = {{2, 4}, {-2, -4}};
    JudgeModel model =
        new JudgeModel(new SoftmaxRegression(weights), new SoftmaxRegression(extent));
    Path file = folder.resolve("weights.txt");
    JudgeWeights.write(file, JudgeWeights.text(model, REFUSAL, EXTENT, "about\nthem"));
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            # about
            # them
            one 0.5 0.1 -0.1
            two -1.25 0.0 7.0
            intercept 3.0 1.0E-9 0.0
            one 2.0 -2.0
            intercept 4.0 -4.0
            """);
    JudgeModel read = JudgeWeights.parse(Files.readString(file), REFUSAL, EXTENT);
    assertThat(read.refusal().weights()).isDeepEqualTo(weights);
    assertThat(read.extent().weights()).isDeepEqualTo(extent);
  }

  @Test
  void weightsOfOtherFeaturesAreRefused() {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> JudgeWeights.parse("one 1 2 3\nintercept 1 2 3", REFUSAL, EXTENT))
        .withMessageContaining("3 features");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(
            () ->
                JudgeWeights.parse(
                    "one 1 2 3\nsix 1 2 3\nintercept 1 2 3\none 1 2\nintercept 1 2",
                    REFUSAL,
                    EXTENT))
        .withMessageContaining("\"six\"")
        .withMessageContaining("two");
  }

  @Test
  void shippedWeightsAreForTheFeaturesOfThisVersion() {
    JudgeModel shipped =
        JudgeWeights.load(EmbeddedJudge.refusalShape(), EmbeddedJudge.extentShape());
    assertThat(shipped.refusal().features()).isEqualTo(Examination.refusalNames().size());
    assertThat(shipped.extent().features()).isEqualTo(Examination.extentNames().size());
  }
}
