package dev.belay.train.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Completion;
import dev.belay.core.model.FinishReason;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.recipe.DataSpec;
import dev.belay.core.recipe.SecondMeasureSpec;
import dev.belay.core.run.RunWarnings;
import dev.belay.session.model.ChatPrompts;
import dev.belay.session.plan.SecondMeasurePlan;
import dev.belay.session.plan.Validation;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.LanguageModel;
import dev.belay.train.fixture.NotedProgress;
import dev.belay.train.fixture.ScriptedGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecondMeasureTest {

  private static final List<Problem> PROBLEMS =
      IntStream.range(0, 10)
          .mapToObj(
              i -> new Problem("p" + i, "What is 0 + " + i + "?", "" + i, new SourceLine("t", 1)))
          .toList();

  @TempDir Path temp;
  @TempDir Path warnings;
  private final LanguageModel model = LanguageModel.open(TinyModel.LLAMA.directory());
  private final ChatPrompts prompts = ChatPrompts.of(model, Optional.empty());
  private final List<String> notes = new ArrayList<>();
  private int right = 10;
  private int asked;
  private int loaded;

  @AfterEach
  void close() {
    model.close();
  }

  private final ScriptedGenerator generator = new ScriptedGenerator(this::answer);

  /** Problem i of a look is answered rightly while {@code i < right}. */
  private Completion answer(GenerationRequest request) {
    int problem = asked++ % PROBLEMS.size();
    String text = problem < right ? PROBLEMS.get(problem).gold() : "It is 77.";
    return new Completion(new int[1], new float[1], new float[1], FinishReason.EOS, text);
  }

  private SecondMeasure measure(SecondMeasureSpec.Action action, int problems) {
    DataSpec data =
        new DataSpec(
            "arithmetic",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            DataSpec.Completions.GIVEN);
    SecondMeasureSpec spec = new SecondMeasureSpec(data, Optional.empty(), 5, 9, action);
    Validation validation = new Validation(PROBLEMS.subList(0, problems), Optional.empty());
    return new SecondMeasure(
        new SecondMeasurePlan(spec, validation),
        prompts,
        generator,
        () -> loaded++,
        5,
        new RunWarnings(warnings.resolve("warnings.jsonl"), new NotedProgress(notes)));
  }

  private static StepReport step(long step, String metric, double value) {
    return StepReport.of(step).put(metric, value).build();
  }

  @Test
  void looksBeforeTheFirstStepEveryFewAndAfterTheLast() {
    SecondMeasure measure = measure(SecondMeasureSpec.Action.NOTE, 10);
    right = 3;
    measure.begin();
    right = 4;
    assertThat(measure.after(step(1, "reward_mean", 0.1)).measured())
        .containsExactly(
            entry("second_accuracy_before", 0.3), entry("second_undecided_before", 0.0));
    assertThat(measure.after(step(2, "reward_mean", 0.1))).isEqualTo(StepObserver.Decision.GO_ON);
    assertThat(measure.after(step(5, "reward_mean", 0.1)).measured())
        .containsEntry("second_accuracy", 0.4)
        .containsEntry("second_undecided", 0.0)
        .containsEntry("second_alarm", 0.0);
    assertThat(loaded).isEqualTo(2);
    assertThat(generator.lastCall().sampling().isGreedy()).isTrue();
  }

  @Test
  void aGamedRewardSoundsTheAlarm() {
    SecondMeasure measure = measure(SecondMeasureSpec.Action.NOTE, 10);
    measure.begin();
    measure.after(step(1, "reward_mean", 0.1));
    measure.after(step(2, "reward_mean", 0.6));
    measure.after(step(3, "reward_mean", 0.7));
    right = 1;
    StepObserver.Decision decision = measure.after(step(5, "reward_mean", 0.8));
    assertThat(decision.measured()).containsEntry("second_alarm", 1.0);
    assertThat(decision.stop()).isFalse();
    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith("warning: step 5: ALARM: the reward rose from 0.100 to 0.700 since the start")
        .contains("fell from 100.0 to 10.0 % of 10 problems")
        .endsWith("go back to the start");
  }

  /** The reward of the first step is of completions of the model before training. */
  @Test
  void aFirstStepThatBreaksTheTaskIsSeen() {
    SecondMeasure measure = measure(SecondMeasureSpec.Action.NOTE, 10);
    measure.begin();
    right = 0;
    measure.after(step(1, "reward_mean", 0.1));
    assertThat(measure.after(step(5, "reward_mean", 0.7)).measured())
        .containsEntry("second_alarm", 1.0);
  }

  @Test
  void lossThatFallsIsTrainingsOwnMeasureWithoutAReward() {
    SecondMeasure measure = measure(SecondMeasureSpec.Action.STOP, 10);
    measure.begin();
    measure.after(step(1, "loss", 2.0));
    right = 0;
    assertThat(measure.after(step(5, "loss", 0.5)).stop()).isTrue();
    assertThat(notes.getFirst()).contains("the loss fell from 2.000 to 0.500");
    right = 10;
    SecondMeasure rising = measure(SecondMeasureSpec.Action.STOP, 10);
    rising.begin();
    rising.after(step(1, "loss", 0.5));
    right = 0;
    assertThat(rising.after(step(5, "loss", 2.0)).stop()).isFalse();
  }

  @Test
  void aRestoredMeasureRemembersItsLooks() throws IOException {
    SecondMeasure first = measure(SecondMeasureSpec.Action.STOP, 10);
    first.begin();
    first.after(step(1, "reward_mean", 0.1));
    first.after(step(2, "reward_mean", 0.5));
    first.write(temp);
    SecondMeasure again = measure(SecondMeasureSpec.Action.STOP, 10);
    again.read(temp);
    right = 0;
    StepReport report = step(5, "reward_mean", 0.7);
    assertThat(again.after(report)).isEqualTo(first.after(report));
    assertThat(notes).hasSize(2);
    assertThat(notes.get(1)).isEqualTo(notes.get(0)).contains("0.600");
    assertThat(RunWarnings.all(warnings.resolve("warnings.jsonl"))).hasSize(1);
    assertThatThrownBy(() -> measure(SecondMeasureSpec.Action.NOTE, 7).read(temp))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("has 10 problems, but the recipe has 7");
  }
}
