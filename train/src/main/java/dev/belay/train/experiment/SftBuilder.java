package dev.belay.train.experiment;

import dev.belay.core.data.Demonstration;
import dev.belay.core.data.Instruction;
import dev.belay.core.model.LearnedSequence;
import dev.belay.core.model.Seeds;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.recipe.RefusalsSpec;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.RefusalsPlan;
import dev.belay.session.plan.TrainingPlan;
import dev.belay.torch.learner.Reference;
import dev.belay.train.method.SftMethod;
import dev.belay.train.method.StartLogProbs;
import dev.belay.train.method.TrainingMethod;
import dev.belay.train.step.EpochOrder;
import dev.belay.train.step.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Builds supervised fine-tuning. */
final class SftBuilder implements MethodBuilder {

  private final TrainSpec.Sft spec;
  private final long seed;
  private final RunDirectory run;
  private final List<LearnedSequence> demonstrations;

  /** A builder; has the model complete what it is to imitate itself, before it trains. */
  SftBuilder(
      TrainSpec.Sft spec,
      TrainingPlan.Sft planned,
      long seed,
      RunDirectory run,
      ModelSession session,
      Progress progress,
      Optional<RefusalsPlan> refusals) {
    this.spec = spec;
    this.seed = seed;
    this.run = run;
    List<LearnedSequence> own = demonstrations(spec, planned, seed, run, session, progress);
    this.demonstrations =
        refusals
            .filter(plan -> plan.spec().strength() instanceof RefusalsSpec.Mixed)
            .map(plan -> mixed(own, plan, OwnRefusals.of(plan, run, session, progress)))
            .orElse(own);
  }

  /** With refusals and answers, as many of each; a small pool is gone over several times. */
  private List<LearnedSequence> mixed(
      List<LearnedSequence> own, RefusalsPlan plan, OwnRefusals refusals) {
    int each = plan.ofEachKind(own.size());
    List<LearnedSequence> all = new ArrayList<>(own);
    for (List<TokenSequence> pool : List.of(refusals.refusals(), refusals.answers())) {
      long order = Seeds.derive(seed, "refusals mixed in");
      all.addAll(LearnedSequence.whole(new EpochOrder<>(pool, order).ofStep(1, each)));
    }
    return List.copyOf(all);
  }

  @Override
  public long updates() {
    return SftMethod.stepsFor(demonstrations.size(), spec.batchSize(), spec.epochs());
  }

  @Override
  public TrainingMethod build(Policy policy, Supplier<Reference> reference) {
    int microBatchTokens = spec.budget().microBatchTokens();
    SftMethod method =
        new SftMethod(
            policy, demonstrations, spec.batchSize(), spec.epochs(), microBatchTokens, seed);
    spec.tokenWeights()
        .ifPresent(
            weights ->
                method.weigh(
                    weights,
                    StartLogProbs.of(
                        demonstrations, policy, microBatchTokens, run.startLogProbs())));
    return method;
  }

  /** Given and own completions together, as token ids. */
  private static List<LearnedSequence> demonstrations(
      TrainSpec.Sft spec,
      TrainingPlan.Sft planned,
      long seed,
      RunDirectory run,
      ModelSession session,
      Progress progress) {
    List<LearnedSequence> sequences = new ArrayList<>();
    for (Demonstration demonstration : planned.given()) {
      sequences.add(session.prompts().demonstration(demonstration, spec.lossOn()));
    }
    List<Instruction> selfPrompts = planned.selfPrompts();
    if (!selfPrompts.isEmpty()) {
      sequences.addAll(
          LearnedSequence.whole(
              new SelfCompletions(
                      run.selfCompletions(),
                      "completing benign prompts with the model itself",
                      true)
                  .of(selfPrompts, session, spec.selfCompletionTokens(), progress)));
    }
    if (!planned.problems().isEmpty()) {
      sequences.addAll(
          LearnedSequence.whole(
              new VerifiedCompletions(run.verifiedCompletions(), spec.verified(), planned, seed)
                  .of(session.engine(), session.prompts(), progress)));
    }
    return List.copyOf(sequences);
  }
}
