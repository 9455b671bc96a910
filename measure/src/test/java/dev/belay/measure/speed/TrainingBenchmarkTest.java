package dev.belay.measure.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.measure.speed.TrainingBenchmark.Result;
import dev.belay.measure.speed.TrainingBenchmark.Step;
import dev.belay.measure.speed.TrainingBenchmark.Workload;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.tensor.ComputeType;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingBenchmarkTest {

  /** Steps of 1, 3 and 2 seconds: the median has 2, so 8 tokens make 4 a second. */
  @Test
  void speedIsThatOfTheMedianStep() {
    Result result =
        new Result(
            new Workload(2, 4, 3, false, 0),
            ComputeType.BFLOAT16,
            List.of(
                new Step(0.25, 0.25, 0.25, 0.25, 3),
                new Step(1, 1, 0.5, 0.5, 2),
                new Step(0.5, 0.5, 0.5, 0.5, 1)));
    assertThat(result.tokensPerSecond()).isEqualTo(4);
    assertThat(result.median(Step::forwardSeconds)).isEqualTo(0.5);
    assertThat(result.entries())
        .containsEntry("tokens_per_second", 4.0)
        .containsEntry("dtype", "bfloat16");
  }

  @Test
  void repeatingABatchIsLearned() {
    try (LanguageModel model = LanguageModel.open(TinyModel.LLAMA3.directory())) {
      Result result =
          TrainingBenchmark.measure(model, ComputeType.FLOAT32, new Workload(2, 5, 4, true, 0));
      assertThat(result.steps()).hasSize(4);
      assertThat(result.steps().getLast().loss()).isLessThan(result.steps().getFirst().loss());
      assertThat(result.steps()).allMatch(step -> step.seconds() > 0);
    }
  }

  @Test
  void anAdapterIsTrainedBesideTheSameModel() {
    try (LanguageModel model = LanguageModel.open(TinyModel.LLAMA3.directory())) {
      Workload full = new Workload(2, 5, 1, false, 0);
      Workload adapted = new Workload(2, 5, 1, false, 2);
      double loss =
          TrainingBenchmark.measure(model, ComputeType.FLOAT32, full).steps().getFirst().loss();
      Result result = TrainingBenchmark.measure(model, ComputeType.FLOAT32, adapted);
      assertThat(result.entries()).containsEntry("lora_rank", 2);
      assertThat(result.steps().getFirst().loss()).isCloseTo(loss, within(0.05));
    }
  }
}
