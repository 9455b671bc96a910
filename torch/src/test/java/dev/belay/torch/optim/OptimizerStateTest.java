package dev.belay.torch.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.ScopedTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ScopedTensors.class)
class OptimizerStateTest {

  @TempDir Path folder;

  @Test
  void runThatWasStoppedGoesOnBitForBit() throws IOException {
    Path file = folder.resolve("optimizer.safetensors");
    List<Parameter> through = parameters(1);
    AdamW optimizer = new AdamW(AdamW.Settings.DEFAULT);
    steps(through, optimizer, 0, 3);
    OptimizerState.write(file, through, optimizer);
    steps(through, optimizer, 3, 6);

    List<Parameter> resumed = parameters(2);
    resumed.getFirst().grad().fill_(new Scalar(5));
    AdamW other = new AdamW(AdamW.Settings.DEFAULT);
    OptimizerState.read(file, resumed, other);
    assertThat(other.steps()).isEqualTo(3);
    steps(resumed, other, 3, 6);
    for (int i = 0; i < through.size(); i++) {
      assertThat(resumed.get(i).master().equal(through.get(i).master())).isTrue();
      assertThat(resumed.get(i).value().equal(through.get(i).value())).isTrue();
      assertThat(resumed.get(i).secondMoment().equal(through.get(i).secondMoment())).isTrue();
    }
    through.forEach(Parameter::close);
    resumed.forEach(Parameter::close);
  }

  @Test
  void stateOfAnotherModelIsRefusedWithEveryIssue() throws IOException {
    Path file = folder.resolve("optimizer.safetensors");
    try (Parameter narrow = new Parameter("a", torch.ones(2, 3), ComputeType.FLOAT32);
        Parameter extra = new Parameter("c", torch.ones(3), ComputeType.FLOAT32);
        Parameter wide = new Parameter("a", torch.ones(2, 4), ComputeType.FLOAT32);
        Parameter missing = new Parameter("b", torch.ones(1), ComputeType.FLOAT32)) {
      OptimizerState.write(file, List.of(narrow, extra), new AdamW(AdamW.Settings.DEFAULT));
      BadInputException thrown =
          catchThrowableOfType(
              BadInputException.class,
              () ->
                  OptimizerState.read(
                      file, List.of(wide, missing), new AdamW(AdamW.Settings.DEFAULT)));
      assertThat(thrown.issues())
          .hasSize(6)
          .allSatisfy(issue -> assertThat(issue).startsWith(file.toString()))
          .anySatisfy(issue -> assertThat(issue).contains("[2, 3], the model's of [2, 4]"))
          .anySatisfy(issue -> assertThat(issue).contains("no tensor b.first_moment"));
      assertThat(wide.master().equal(torch.ones(2, 4))).isTrue();
    }
  }

  @Test
  void fileThatIsNoStateIsRefused() throws IOException {
    Path file = folder.resolve("model.safetensors");
    new dev.belay.torch.format.SafetensorsWriter().add("a", torch.ones(2)).write(file);
    BadInputException thrown =
        catchThrowableOfType(
            BadInputException.class,
            () -> OptimizerState.read(file, List.of(), new AdamW(AdamW.Settings.DEFAULT)));
    assertThat(thrown.issues()).first().asString().contains("no number of steps");
  }

  private static List<Parameter> parameters(int scale) {
    return List.of(
        new Parameter(
            "layer.weight",
            torch.arange(new Scalar(35)).div(new Scalar(7 * scale)).view(5, 7),
            ComputeType.BFLOAT16),
        new Parameter("norm.weight", torch.ones(19), ComputeType.FLOAT32));
  }

  private static void steps(List<Parameter> parameters, AdamW optimizer, int from, int to) {
    for (int step = from; step < to; step++) {
      for (Parameter parameter : parameters) {
        parameter.addGradient(parameter.master().mul(new Scalar(.3)).sub(new Scalar(step)));
      }
      optimizer.step(parameters, 1e-2, 1);
    }
  }
}
