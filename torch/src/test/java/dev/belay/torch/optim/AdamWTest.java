package dev.belay.torch.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.ScopedTensors;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ScopedTensors.class)
class AdamWTest {

  @Test
  void equalsTorchOverSeveralSteps() throws IOException {
    JsonNode golden;
    try (InputStream in =
        Objects.requireNonNull(AdamWTest.class.getResourceAsStream("adamw.json"))) {
      golden = new JsonMapper().readTree(in);
    }
    assertThat(golden.get("cases")).hasSize(3);
    for (JsonNode run : golden.get("cases")) {
      for (ComputeType type : ComputeType.values()) {
        replay(run, golden.get("rows").asLong(), golden.get("columns").asLong(), type);
      }
    }
  }

  private static void replay(JsonNode run, long rows, long columns, ComputeType type) {
    AdamW optimizer =
        new AdamW(
            new AdamW.Settings(
                run.get("beta1").asDouble(),
                run.get("beta2").asDouble(),
                run.get("eps").asDouble(),
                run.get("weight_decay").asDouble()));
    try (Parameter matrix =
            new Parameter("m", tensor(run.get("start").get(0)).view(rows, columns), type);
        Parameter vector = new Parameter("v", tensor(run.get("start").get(1)), type)) {
      List<Parameter> parameters = List.of(matrix, vector);
      for (JsonNode step : run.get("steps")) {
        matrix.addGradient(tensor(step.get("gradients").get(0)).view(rows, columns));
        vector.addGradient(tensor(step.get("gradients").get(1)));
        GradientNorm norm = GradientNorm.of(parameters);
        double expectedNorm = step.get("norm").asDouble();
        assertThat(norm.value()).isCloseTo(expectedNorm, within(1e-6 * expectedNorm));
        optimizer.step(
            parameters,
            step.get("rate").asDouble(),
            norm.clipScale(run.get("clip_norm").asDouble()));
        assertEqual(matrix, step.get("weights").get(0));
        assertEqual(vector, step.get("weights").get(1));
      }
      assertThat(optimizer.steps()).isEqualTo(run.get("steps").size());
    }
  }

  private static void assertEqual(Parameter parameter, JsonNode expected) {
    FloatPointer actual = parameter.master().data_ptr_float();
    for (int i = 0; i < expected.size(); i++) {
      double wanted = expected.get(i).asDouble();
      assertThat((double) actual.get(i))
          .isCloseTo(wanted, within(1e-6 * Math.max(1e-2, Math.abs(wanted))));
    }
    assertThat(
            parameter
                .value()
                .to(ScalarType.Float)
                .equal(parameter.master().to(parameter.value().scalar_type()).to(ScalarType.Float)))
        .isTrue();
    assertThat(parameter.grad().count_nonzero().item_int()).isZero();
  }

  private static Tensor tensor(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) array.get(i).asDouble();
    }
    return torch.tensor(values);
  }

  @Test
  void firstStepMovesEachWeightByTheRate() {
    try (Parameter weight =
        new Parameter("w", torch.tensor(new float[] {1, 1, 1}), ComputeType.FLOAT32)) {
      weight.addGradient(torch.tensor(new float[] {2, -3e-4f, 0}));
      new AdamW(AdamW.Settings.DEFAULT).step(List.of(weight), .1, 1);
      FloatPointer moved = weight.master().data_ptr_float();
      assertThat(moved.get(0)).isCloseTo(.9f, within(1e-6f));
      assertThat(moved.get(1)).isCloseTo(1.1f, within(1e-5f));
      assertThat(moved.get(2)).isEqualTo(1f);
    }
  }

  @Test
  void weightDecayShrinksMatricesAndLeavesVectors() {
    try (Parameter matrix = new Parameter("m", torch.ones(3, 7), ComputeType.BFLOAT16);
        Parameter vector = new Parameter("v", torch.ones(21), ComputeType.BFLOAT16)) {
      new AdamW(new AdamW.Settings(.9, .999, 1e-8, .5)).step(List.of(matrix, vector), .1, 1);
      assertThat(matrix.master().sub(new Scalar(.95)).abs().max().item_float()).isLessThan(1e-6f);
      assertThat(vector.master().equal(torch.ones(21))).isTrue();
    }
  }

  @Test
  void threadsDoNotChangeABit() {
    Parallel.setThreads(1);
    Tensor alone = afterSteps();
    for (int count : new int[] {2, 3}) {
      Parallel.setThreads(count);
      assertThat(afterSteps().equal(alone)).isTrue();
    }
  }

  private static Tensor afterSteps() {
    Random random = new Random(5);
    try (Parameter weight = new Parameter("w", torch.ones(1, 1003), ComputeType.BFLOAT16)) {
      AdamW optimizer = new AdamW(AdamW.Settings.DEFAULT);
      for (int step = 0; step < 3; step++) {
        float[] gradient = new float[1003];
        for (int i = 0; i < gradient.length; i++) {
          gradient[i] = (float) random.nextGaussian();
        }
        weight.addGradient(torch.tensor(gradient));
        optimizer.step(List.of(weight), 1e-2, 1);
      }
      return weight.master().clone();
    }
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> new AdamW.Settings(1, .9, 1e-8, 0)).hasMessageContaining("beta1");
    assertThatThrownBy(() -> new AdamW.Settings(.9, -.1, 1e-8, 0)).hasMessageContaining("beta2");
    assertThatThrownBy(() -> new AdamW.Settings(.9, .9, 0, 0)).hasMessageContaining("eps");
    assertThatThrownBy(() -> new AdamW.Settings(.9, .9, 1e-8, -1))
        .hasMessageContaining("weight_decay");
    assertThatThrownBy(() -> new AdamW(AdamW.Settings.DEFAULT).resumeAt(-1))
        .hasMessageContaining("-1");
  }
}
