package dev.belay.train.method;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Completion;
import dev.belay.core.model.FinishReason;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.recipe.DataSpec;
import dev.belay.core.recipe.TrainSpec.UntilSpec;
import dev.belay.session.model.ChatPrompts;
import dev.belay.session.plan.Validation;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.LanguageModel;
import dev.belay.train.fixture.ScriptedGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Four problems; the script answers so many of them rightly. */
class AccuracyRuleTest {

  private static final List<Problem> PROBLEMS =
      List.of(problem(3), problem(4), problem(5), problem(6));

  private final LanguageModel model = LanguageModel.open(TinyModel.LLAMA.directory());
  private final ChatPrompts prompts = ChatPrompts.of(model, Optional.empty());
  private final List<String> events = new ArrayList<>();
  private int right;
  private int asked;
  private String written = "";
  private FinishReason ended = FinishReason.EOS;

  private static Problem problem(int gold) {
    return new Problem(
        "p" + gold, "What is 0 + " + gold + "?", Integer.toString(gold), new SourceLine("t", 1));
  }

  @AfterEach
  void close() {
    model.close();
  }

  /** Problem i of a measurement is answered rightly while {@code i < right}. */
  private Completion answer(GenerationRequest request) {
    if (!written.isEmpty()) {
      return completion(written);
    }
    int problem = asked++ % PROBLEMS.size();
    events.add("asked");
    String text = problem < right ? PROBLEMS.get(problem).gold() : "I cannot say.";
    return completion(text);
  }

  private Completion completion(String text) {
    return new Completion(new int[1], new float[1], new float[1], ended, text);
  }

  private final ScriptedGenerator generator = new ScriptedGenerator(this::answer);

  private AccuracyRule rule(double accuracy, int everySteps) {
    return rule(accuracy, everySteps, PROBLEMS);
  }

  private AccuracyRule rule(double accuracy, int everySteps, List<Problem> problems) {
    DataSpec data =
        new DataSpec(
            "arithmetic",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            DataSpec.Completions.GIVEN);
    return new AccuracyRule(
        () -> events.add("loaded"),
        generator,
        prompts,
        new Validation(problems, Optional.empty()),
        new UntilSpec(data, accuracy, everySteps, 9));
  }

  private static StepObserver.Decision after(AccuracyRule rule, long step) {
    return rule.after(StepReport.of(step).build());
  }

  private static boolean holds(AccuracyRule rule, long step) {
    return after(rule, step).stop();
  }

  @Test
  void holdsOnceTheAccuracyIsReached() {
    AccuracyRule rule = rule(0.75, 1);
    right = 2;
    assertThat(holds(rule, 1)).isFalse();
    right = 3;
    assertThat(holds(rule, 2)).isTrue();
    right = 4;
    assertThat(holds(rule, 3)).isTrue();
    right = 0;
    assertThat(holds(rule, 4)).isFalse();
  }

  @Test
  void whatItMeasuredIsAMetric() {
    AccuracyRule rule = rule(1, 2);
    right = 1;
    assertThat(after(rule, 3)).isEqualTo(StepObserver.Decision.GO_ON);
    assertThat(after(rule, 4).stop()).isFalse();
    assertThat(after(rule, 4).measured()).containsEntry("validation_accuracy", 0.25);
  }

  @Test
  void theLastStepIsMeasuredWhateverItsNumber() {
    AccuracyRule rule = rule(1, 4);
    right = 2;
    assertThat(after(rule, 9)).isEqualTo(StepObserver.Decision.GO_ON);
    assertThat(rule.last(StepReport.of(9).build())).containsEntry("validation_accuracy", 0.5);
    assertThat(rule.last(StepReport.of(8).build())).as("measured by its own turn").isEmpty();
  }

  @Test
  void whatTheVerifierCannotTellIsCountedApart() {
    Problem letter =
        new Problem("l", "Which?", "B", null, new SourceLine("t", 1), "", List.of("left", "right"));
    AccuracyRule rule = rule(0.5, 1, List.of(letter, problem(3)));

    written = "The answer is A. No, the answer is B.";
    assertThat(after(rule, 1).measured())
        .containsEntry("validation_accuracy", 0.0)
        .containsEntry("validation_undecided", 1.0);
    written = "B";
    assertThat(after(rule, 2).measured())
        .containsEntry("validation_accuracy", 0.5)
        .containsEntry("validation_undecided", 0.0);
    assertThat(holds(rule, 3)).isTrue();
  }

  @Test
  void measuresEverySoManyStepsAlone() {
    AccuracyRule rule = rule(0.5, 3);
    right = 4;
    assertThat(holds(rule, 1)).isFalse();
    assertThat(holds(rule, 2)).isFalse();
    assertThat(generator.calls()).isEmpty();
    assertThat(holds(rule, 3)).isTrue();
    assertThat(holds(rule, 4)).isFalse();
    assertThat(holds(rule, 6)).isTrue();
    assertThat(generator.calls()).hasSize(2);
  }

  @Test
  void measuresGreedilyWithTheWeightsOfTheStep() {
    holds(rule(0.5, 1), 1);
    assertThat(events).containsExactly("loaded", "asked", "asked", "asked", "asked");
    assertThat(generator.lastCall().sampling()).isEqualTo(Sampling.greedy(9));
    List<GenerationRequest> requests = generator.lastCall().requests();
    for (int i = 0; i < PROBLEMS.size(); i++) {
      assertThat(requests.get(i).promptTokenIds())
          .isEqualTo(prompts.prompt(PROBLEMS.get(i).question()));
    }
  }

  @Test
  void whatWasCutOffIsNotSolved() {
    right = 4;
    ended = FinishReason.LENGTH;
    assertThat(after(rule(0.5, 1), 1).measured()).containsEntry("validation_accuracy", 0.0);
    ended = FinishReason.STOP;
    assertThat(after(rule(0.5, 1), 1).measured()).containsEntry("validation_accuracy", 1.0);
  }
}
