package dev.belay.train.method;

import dev.belay.core.model.Answer;
import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.model.TextGenerator;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.verify.Attempt;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verifier;
import dev.belay.session.model.ChatPrompts;
import dev.belay.session.plan.Validation;
import dev.belay.train.step.Ended;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stops once greedy completions of validation problems are correct often enough: the way to compare
 * two methods at the same capability.
 *
 * <p>A completion that was cut off solves nothing. {@code validation_accuracy} is the share of all
 * problems that were solved for certain. What the verifier cannot tell is counted apart, as {@code
 * validation_undecided}: the true share lies between the accuracy and the accuracy with those
 * added, and the rule goes by the lower end.
 *
 * <p>It measures every so many steps and after the last, so that each run says where it ended.
 */
public final class AccuracyRule implements StepObserver {

  private final Runnable loadWeights;
  private final TextGenerator generator;
  private final Validation validation;
  private final List<GenerationRequest> requests;
  private final TrainSpec.UntilSpec until;
  private final Optional<String> opened;

  /**
   * A rule over validation problems; each is checked by the verifier that it belongs to.
   *
   * @param loadWeights puts the weights as they are now into the generator
   */
  public AccuracyRule(
      Runnable loadWeights,
      TextGenerator generator,
      ChatPrompts prompts,
      Validation validation,
      TrainSpec.UntilSpec until) {
    this.loadWeights = loadWeights;
    this.generator = generator;
    this.validation = validation;
    this.requests =
        validation.problems().stream()
            .map(problem -> new GenerationRequest(prompts.prompt(problem), 0))
            .toList();
    this.until = until;
    this.opened = prompts.opensReasoning();
  }

  @Override
  public Decision after(StepReport report) {
    if (!isDue(report)) {
      return Decision.GO_ON;
    }
    Solved solved = solved();
    return new Decision(solved.accuracy() >= until.accuracy(), solved.measured());
  }

  @Override
  public Map<String, Double> last(StepReport report) {
    return isDue(report) ? Map.of() : solved().measured();
  }

  private boolean isDue(StepReport report) {
    return report.step() % until.everySteps() == 0;
  }

  private Solved solved() {
    loadWeights.run();
    List<Completion> completions =
        generator.generate(requests, Sampling.greedy(until.maxCompletionTokens()));
    int correct = 0;
    int undecided = 0;
    for (int i = 0; i < completions.size(); i++) {
      Completion completion = completions.get(i);
      Answer answer = Answer.of(completion.text(), completion.finishReason(), opened);
      Attempt attempt = new Attempt(answer, validation.problems().get(i));
      Verifier verifier = validation.verifier(attempt.problem());
      Verdict ofText = verifier.verify(answer, attempt.problem());
      Verdict verdict = Ended.verdict(completion, verifier, attempt, ofText);
      correct += verdict.state() == Verdict.State.CORRECT ? 1 : 0;
      undecided += verdict.decided() ? 0 : 1;
    }
    return new Solved((double) correct / completions.size(), undecided);
  }

  /**
   * What became of the problems.
   *
   * @param accuracy the share that was solved for certain
   * @param undecided how many the verifier cannot tell of
   */
  private record Solved(double accuracy, int undecided) {

    Map<String, Double> measured() {
      Map<String, Double> measured = new LinkedHashMap<>();
      measured.put("validation_accuracy", accuracy);
      measured.put("validation_undecided", (double) undecided);
      return measured;
    }
  }
}
