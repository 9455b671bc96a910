package dev.belay.train.method;

import dev.belay.core.data.Problem;
import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.verify.MathVerifier;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verifier;
import dev.belay.session.model.ChatPrompts;
import dev.belay.torch.generate.RolloutEngine;
import dev.belay.train.step.Policy;
import java.util.List;
import java.util.Map;

/**
 * Stops once greedy completions of validation problems are correct often enough: the way to compare
 * two methods at the same capability.
 */
public final class AccuracyRule implements TrainingLoop.StopRule {

  private final Policy policy;
  private final RolloutEngine engine;
  private final List<Problem> problems;
  private final List<GenerationRequest> requests;
  private final TrainSpec.UntilSpec until;
  private final Verifier verifier = new MathVerifier();

  /** A rule over validation problems, which are apart from those of the evaluation. */
  public AccuracyRule(
      Policy policy,
      RolloutEngine engine,
      ChatPrompts prompts,
      List<Problem> problems,
      TrainSpec.UntilSpec until) {
    this.policy = policy;
    this.engine = engine;
    this.problems = List.copyOf(problems);
    this.requests =
        problems.stream()
            .map(problem -> new GenerationRequest(prompts.prompt(problem.question()), 0))
            .toList();
    this.until = until;
  }

  @Override
  public boolean holds(long step, Map<String, Object> metrics) {
    if (step % until.everySteps() != 0) {
      return false;
    }
    engine.reload(policy.decoder());
    List<Completion> completions =
        engine.generate(requests, Sampling.greedy(until.maxCompletionTokens()));
    int correct = 0;
    for (int i = 0; i < completions.size(); i++) {
      Verdict verdict = verifier.verify(completions.get(i).text(), problems.get(i).gold());
      correct += verdict.state() == Verdict.State.CORRECT ? 1 : 0;
    }
    double accuracy = (double) correct / completions.size();
    metrics.put("validation_accuracy", accuracy);
    return accuracy >= until.accuracy();
  }
}
