package dev.belay.train.method;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.run.JsonLines;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.core.run.Stateful;
import dev.belay.train.method.StepObserver.Decision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop asks all observers after every step, and logs what they measured. */
class StepObserversTest {

  @TempDir Path temp;

  private final List<String> heard = new ArrayList<>();

  private static final class Counting implements TrainingMethod {
    @Override
    public long steps() {
      return 5;
    }

    @Override
    public StepReport step(long step) {
      return StepReport.of(step).put("loss", 1.0 / step).build();
    }

    @Override
    public List<Stateful> state() {
      return List.of();
    }

    @Override
    public String summary(StepReport report) {
      return "at " + report.step();
    }
  }

  private Decision doubled(StepReport report) {
    heard.add("doubled");
    return new Decision(report.step() == 3, Map.of("doubled", 2 * report.value("loss")));
  }

  private Decision squared(StepReport report) {
    heard.add("squared");
    double doubled = report.value("doubled");
    return new Decision(false, Map.of("squared", doubled * doubled));
  }

  @Test
  void eachSeesWhatTheOthersBeforeItMeasuredAndAnyMayStop() {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"))) {
      TrainingLoop loop =
          new TrainingLoop(
              run,
              new Counting(),
              new Checkpoints(run, List.of()),
              10,
              List.of(this::doubled, this::squared));
      assertThat(loop.run(Progress.SILENT, StopRequest.NEVER)).isEqualTo(3);
      assertThat(JsonLines.readWhole(run.metrics()).getFirst().toString())
          .isEqualTo("{\"step\":1,\"loss\":1.0,\"doubled\":2.0,\"squared\":4.0}");
      assertThat(JsonLines.readWhole(run.metrics())).hasSize(3);
      assertThat(heard)
          .hasSize(6)
          .endsWith("doubled", "squared"); // The one that stops is not last.
      assertThat(new Checkpoints(run, List.of()).restore())
          .isEqualTo(new Checkpoints.State(3, true));
    }
  }

  /** Measures every second step, and the last. */
  private static final class Seldom implements StepObserver {
    @Override
    public Decision after(StepReport report) {
      return report.step() % 2 == 0
          ? new Decision(false, Map.of("seldom", 1.0 * report.step()))
          : Decision.GO_ON;
    }

    @Override
    public Map<String, Double> last(StepReport report) {
      return report.step() % 2 == 0 ? Map.of() : Map.of("seldom", -1.0 * report.step());
    }
  }

  @Test
  void theLastStepIsMeasuredThoughAnObserverBehindEndsTraining() {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"))) {
      List<StepObserver> observers = List.of(new Seldom(), this::doubled);
      new TrainingLoop(run, new Counting(), new Checkpoints(run, List.of()), 10, observers)
          .run(Progress.SILENT, StopRequest.NEVER);

      List<String> lines = new ArrayList<>();
      JsonLines.readWhole(run.metrics()).forEach(line -> lines.add(line.path("seldom").asText()));
      assertThat(lines).containsExactly("", "2.0", "-3.0");
    }
  }
}
