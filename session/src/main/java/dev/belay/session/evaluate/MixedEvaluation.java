package dev.belay.session.evaluate;

import dev.belay.core.run.Progress;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.session.model.ModelSession;
import dev.belay.torch.model.ModelPair;
import java.util.List;
import java.util.Optional;

/**
 * Measures suites on the weights between a model and one that was trained from it. Attacks that
 * look into weights are left out, since these stand in no file.
 */
public final class MixedEvaluation {

  private final ModelSession session;
  private final ModelPair pair;
  private final ModelEvaluation evaluation;

  /**
   * An evaluation; nothing is done yet.
   *
   * @param session whose engine measures; of either model of the pair
   * @param store where finished evaluations are
   */
  public MixedEvaluation(
      ModelSession session,
      ModelPair pair,
      List<PlannedSuite> suites,
      Progress progress,
      Optional<EvaluationStore> store) {
    this.session = session;
    this.pair = pair;
    List<PlannedSuite> plain =
        suites.stream().filter(suite -> suite.suite().suffixAttack().isEmpty()).toList();
    this.evaluation = new ModelEvaluation(session, plain, progress, store);
  }

  /**
   * Measures at a share of the way, or reads what was measured there.
   *
   * @param share 0 is the base, 1 the tuned model
   */
  public EvaluationResult at(double share, EvaluationRun run) {
    if (!EvaluationResult.isFinished(run.folder())) {
      session.engine().reload(pair.at(share, session.type()));
    }
    return evaluation.run(run, pair.identity(share, session.type()));
  }
}
