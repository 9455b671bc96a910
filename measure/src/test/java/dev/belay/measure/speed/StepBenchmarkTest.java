package dev.belay.measure.speed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.train.method.StepReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepBenchmarkTest {

  @Test
  void completionsHaveTheirFullLengthInEveryTimedStep() {
    StepBenchmark.Workload workload = new StepBenchmark.Workload(2, 3, 5, 2);
    try (LanguageModel model = LanguageModel.open(TinyModel.LLAMA.directory())) {
      StepBenchmark.Result result = StepBenchmark.measure(model, ComputeType.FLOAT32, workload);
      assertThat(result.steps()).hasSize(2);
      assertThat(result.steps())
          .allSatisfy(step -> assertThat(step.value("completion_tokens")).isEqualTo(2 * 3 * 5));
      assertThat(result.median("step_seconds")).isPositive();
    }
  }

  @Test
  void medianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
    StepBenchmark.Result result =
        new StepBenchmark.Result(
            new StepBenchmark.Workload(1, 1, 1, 4),
            ComputeType.BFLOAT16,
            List.of(seconds(9), seconds(1), seconds(2), seconds(4)));
    assertThat(result.median("step_seconds")).isEqualTo(3);
  }

  private static StepReport seconds(double value) {
    return StepReport.of(1).put("step_seconds", value).build();
  }
}
