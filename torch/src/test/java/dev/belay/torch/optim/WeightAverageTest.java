package dev.belay.torch.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.ScopedTensors;
import dev.belay.torch.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ScopedTensors.class)
class WeightAverageTest {

  @TempDir Path folder;

  private static Parameter ones(String name, int size) {
    try (TensorScope _ = new TensorScope()) {
      return new Parameter(name, torch.ones(size), ComputeType.FLOAT32);
    }
  }

  private static void add(Parameter parameter, double amount) {
    try (Scalar by = new Scalar(amount)) {
      parameter.master().add_(by);
    }
  }

  private static float mean(WeightAverage average, Parameter parameter) {
    return average.of(parameter).data_ptr_float().get(0);
  }

  @Test
  void itBeginsAtTheWeightsAndFollowsThem() {
    try (TensorScope _ = new TensorScope();
        Parameter weight = ones("w", 3);
        WeightAverage average = new WeightAverage(List.of(weight), 0.9)) {
      assertThat(mean(average, weight)).isEqualTo(1);
      add(weight, 1); // 2 now
      average.update(); // .9 · 1 + .1 · 2
      assertThat(mean(average, weight)).isCloseTo(1.1f, within(1e-6f));
      add(weight, 2); // 4 now
      average.update(); // .9 · 1.1 + .1 · 4
      assertThat(mean(average, weight)).isCloseTo(1.39f, within(1e-6f));
    }
  }

  @Test
  void whatIsNotTrainedIsGivenAsItIs() {
    try (TensorScope _ = new TensorScope();
        Parameter weight = ones("w", 3);
        WeightAverage average = new WeightAverage(List.of(), 0.9)) {
      assertThat(average.of(weight)).isSameAs(weight.value());
    }
  }

  @Test
  void theStateOfAnotherModelIsRefusedAndChangesNothing() throws IOException {
    Path file = folder.resolve("average.safetensors");
    try (TensorScope _ = new TensorScope();
        Parameter three = ones("w", 3);
        Parameter four = ones("w", 4);
        WeightAverage ofThree = new WeightAverage(List.of(three), 0.5);
        WeightAverage ofFour = new WeightAverage(List.of(four), 0.5)) {
      add(three, 2);
      ofThree.update();
      ofThree.write(file);
      assertThatThrownBy(() -> ofFour.read(file))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("no mean of w of shape [4]");
      assertThat(mean(ofFour, four)).isEqualTo(1);
      ofThree.update(); // 2.5 now
      ofThree.read(file);
      assertThat(mean(ofThree, three)).isEqualTo(2);
    }
  }

  @Test
  void aDecayOutsideItsRangeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WeightAverage(List.of(), 1))
        .withMessageContaining("ema_decay");
  }
}
