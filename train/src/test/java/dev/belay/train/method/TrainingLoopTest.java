package dev.belay.train.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.run.JsonLines;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.core.run.Stateful;
import dev.belay.torch.tensor.NonFiniteException;
import dev.belay.train.fixture.TinyPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop round a method that only counts. */
class TrainingLoopTest {

  @TempDir Path temp;

  private final TinyPolicy tiny = TinyPolicy.open(1e-3);
  private final List<Long> taken = new ArrayList<>();
  private LongConsumer inStep = step -> {};
  private RunDirectory run;

  @BeforeEach
  void open() {
    run = RunDirectory.create(temp.resolve("run"));
  }

  @AfterEach
  void close() {
    run.close();
    tiny.close();
  }

  private final class Counting implements TrainingMethod {
    @Override
    public long steps() {
      return 7;
    }

    @Override
    public StepReport step(long step) {
      inStep.accept(step);
      taken.add(step);
      return StepReport.of(step).put("loss", 1.0 / step).build();
    }

    @Override
    public List<Stateful> state() {
      return List.of(tiny.policy());
    }

    @Override
    public String summary(StepReport report) {
      return "at " + report.step();
    }
  }

  /** Remembers what it was told. */
  private static final class Told implements Progress {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void start(String what, long total) {
      lines.add(what + " of " + total);
    }

    @Override
    public void update(long done, String details) {
      lines.add(done + ": " + details);
    }

    @Override
    public void finish(String summary) {
      lines.add(summary);
    }

    @Override
    public void note(String line) {
      lines.add(line);
    }
  }

  private Checkpoints checkpoints() {
    return new Checkpoints(run, List.of(tiny.policy()));
  }

  private long train(StepObserver observer, StopRequest stop) {
    return loop(List.of(observer)).run(Progress.SILENT, stop);
  }

  private long train() {
    return loop(List.of()).run(Progress.SILENT, StopRequest.NEVER);
  }

  private TrainingLoop loop(List<StepObserver> observers) {
    return new TrainingLoop(run, new Counting(), checkpoints(), 3, observers);
  }

  private List<Long> logged() {
    return JsonLines.readWhole(run.metrics()).stream()
        .map(line -> line.get("step").asLong())
        .toList();
  }

  @Test
  void takesAllStepsLogsThemAndSavesTheLast() {
    Told told = new Told();
    assertThat(loop(List.of()).run(told, StopRequest.NEVER)).isEqualTo(7);
    assertThat(taken).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(logged()).isEqualTo(taken);
    assertThat(checkpoints().restore()).isEqualTo(new Checkpoints.State(7, true));
    assertThat(told.lines).startsWith("training of 7", "1: at 1").endsWith("7: at 7", "7 steps");
  }

  @Test
  void aFinishedRunTakesNoStepMore() {
    train();
    taken.clear();
    assertThat(train()).isEqualTo(7);
    assertThat(taken).isEmpty();
    assertThat(logged()).hasSize(7);
  }

  @Test
  void stopsWhenTheRuleHoldsAndIsFinishedThen() {
    StepObserver atFive =
        report ->
            new StepObserver.Decision(report.step() == 5, Map.of("seen", (double) report.step()));
    assertThat(train(atFive, StopRequest.NEVER)).isEqualTo(5);
    assertThat(taken).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(checkpoints().restore()).isEqualTo(new Checkpoints.State(5, true));
    List<JsonNode> lines = JsonLines.readWhole(run.metrics());
    assertThat(lines.stream().map(line -> line.get("seen").asLong())).isEqualTo(taken);

    assertThat(train()).as("the rule ended it for good").isEqualTo(5);
  }

  @Test
  void savesEverySoManySteps() {
    List<Checkpoints.State> seen = new ArrayList<>();
    inStep = step -> seen.add(checkpoints().restore());
    train();
    assertThat(seen.stream().map(Checkpoints.State::step))
        .containsExactly(0L, 0L, 0L, 3L, 3L, 3L, 6L);
    assertThat(seen).noneMatch(Checkpoints.State::finished);
  }

  @Test
  void cutOffItRepeatsTheStepsSinceTheCheckpointAndLogsThemOnce() {
    inStep = TrainingLoopTest::cutAtSix;
    assertThatThrownBy(this::train).isInstanceOf(IllegalStateException.class);
    assertThat(logged()).containsExactly(1L, 2L, 3L, 4L, 5L);
    inStep = step -> {};
    taken.clear();
    assertThat(train()).isEqualTo(7);
    assertThat(taken).containsExactly(4L, 5L, 6L, 7L);
    assertThat(logged()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
  }

  private static void cutAtSix(long step) {
    if (step == 6) {
      throw new IllegalStateException("cut");
    }
  }

  @Test
  void askedToStopItSavesAfterTheStep() {
    StopRequest stop = new StopRequest();
    inStep =
        step -> {
          if (step == 2) {
            stop.ask();
          }
        };
    assertThatThrownBy(() -> train(report -> StepObserver.Decision.GO_ON, stop))
        .isInstanceOf(RunStoppedException.class)
        .hasMessageContaining("stopped after step 2 of 7")
        .hasMessageContaining("--resume");
    assertThat(checkpoints().restore()).isEqualTo(new Checkpoints.State(2, false));
    assertThat(logged()).containsExactly(1L, 2L);
  }

  @Test
  void askedToStopInTheLastStepItIsDone() {
    StopRequest stop = new StopRequest();
    inStep =
        step -> {
          if (step == 7) {
            stop.ask();
          }
        };
    assertThat(train(report -> StepObserver.Decision.GO_ON, stop)).isEqualTo(7);
  }

  @Test
  void aLossThatDivergesSavesTheStateBeforeItsStep() {
    inStep =
        step -> {
          if (step == 2) {
            throw new NonFiniteException("the loss is NaN");
          }
        };
    assertThatThrownBy(this::train)
        .isInstanceOf(RunStoppedException.class)
        .hasMessageContaining("step 2: the loss is NaN")
        .hasMessageContaining("lower train.optimizer.learning_rate");
    assertThat(checkpoints().restore()).isEqualTo(new Checkpoints.State(1, false));
    assertThat(logged()).containsExactly(1L);
  }

  @Test
  void aLossThatDivergesAfterAnUpdateOfItsStepLeavesTheLastCheckpoint() {
    StopRequest stop = new StopRequest();
    inStep =
        step -> {
          if (step == 5) {
            stop.changing(); // The step's first mini-batch moved the weights.
            throw new NonFiniteException("the loss is NaN");
          }
        };
    assertThatThrownBy(() -> train(report -> StepObserver.Decision.GO_ON, stop))
        .isInstanceOf(RunStoppedException.class)
        .hasMessageContaining("step 5: the loss is NaN. The last checkpoint before it is saved");
    assertThat(checkpoints().restore()).isEqualTo(new Checkpoints.State(3, false));
  }

  @Test
  void aFullDiskIsSaidAndNothingIsSaved() {
    inStep =
        step -> {
          if (step == 5) {
            throw new UncheckedIOException(new IOException("No space left on device"));
          }
        };
    assertThatThrownBy(this::train)
        .isInstanceOf(RunStoppedException.class)
        .hasMessageContaining("step 5")
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("Make room");
    assertThat(checkpoints().restore()).isEqualTo(new Checkpoints.State(3, false));
  }
}
