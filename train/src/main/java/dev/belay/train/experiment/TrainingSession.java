package dev.belay.train.experiment;

import dev.belay.core.data.Demonstration;
import dev.belay.core.data.Instruction;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Sampling;
import dev.belay.core.model.Seeds;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.objective.LearningRateSchedule;
import dev.belay.core.recipe.OptimizerSpec;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.core.verify.Verifier;
import dev.belay.core.verify.Verifiers;
import dev.belay.session.model.ModelSession;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.loss.ChunkedHead;
import dev.belay.torch.model.ModelWriter;
import dev.belay.torch.optim.AdamW;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.train.method.AccuracyRule;
import dev.belay.train.method.Checkpoints;
import dev.belay.train.method.RlvrMethod;
import dev.belay.train.method.SftMethod;
import dev.belay.train.method.StopRequest;
import dev.belay.train.method.TrainingLoop;
import dev.belay.train.method.TrainingMethod;
import dev.belay.train.step.Policy;
import dev.belay.train.step.RolloutStep;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The training part of an experiment: builds the method that the recipe asks for and runs it. */
final class TrainingSession implements AutoCloseable {

  private final RunDirectory run;
  private final Recipe recipe;
  private final ModelSession session;
  private final TrainingData data;
  private final Progress progress;
  private final List<TokenSequence> demonstrations;
  private final Policy policy;
  private @Nullable Decoder reference;

  TrainingSession(
      RunDirectory run, Recipe recipe, ModelSession session, TrainingData data, Progress progress) {
    this.run = run;
    this.recipe = recipe;
    this.session = session;
    this.data = data;
    this.progress = progress;
    this.demonstrations = train() instanceof TrainSpec.Sft sft ? demonstrations(sft) : List.of();
    this.policy = policy();
  }

  private TrainSpec train() {
    return recipe.train().orElseThrow(() -> new IllegalStateException("the recipe does not train"));
  }

  /** Trains, or goes on training; returns the last step. */
  long run(StopRequest stop) {
    TrainSpec.BudgetSpec budget = train().budget();
    return new TrainingLoop(
            run,
            method(),
            new Checkpoints(run, policy, session.model().directory()),
            budget.checkpointEverySteps(),
            budget.until().map(this::accuracyRule))
        .run(progress, stop);
  }

  /** Writes the trained model into the run directory. */
  void writeModel() {
    new ModelWriter(policy.decoder(), elementType())
        .source(session.model().directory())
        .write(run.model());
  }

  private ElementType elementType() {
    return session.type() == ComputeType.BFLOAT16 ? ElementType.BF16 : ElementType.F32;
  }

  private TrainingMethod method() {
    return switch (train()) {
      case TrainSpec.Sft sft ->
          new SftMethod(
              policy,
              demonstrations,
              sft.batchSize(),
              sft.epochs(),
              sft.budget().microBatchTokens(),
              recipe.seed());
      case TrainSpec.Rlvr rlvr -> rlvr(rlvr);
    };
  }

  private Policy policy() {
    OptimizerSpec optimizer = train().optimizer();
    double temperature =
        train() instanceof TrainSpec.Rlvr rlvr ? rlvr.rollout().temperature() : 1.0;
    return new Policy(
        Decoder.trained(session.model(), session.type()),
        new ChunkedHead(temperature),
        new AdamW(
            new AdamW.Settings(
                optimizer.beta1(), optimizer.beta2(), optimizer.eps(), optimizer.weightDecay())),
        schedule(optimizer),
        optimizer.clipNorm());
  }

  private LearningRateSchedule schedule(OptimizerSpec optimizer) {
    return new LearningRateSchedule(
        LearningRateSchedule.Shape.valueOf(optimizer.schedule().name()),
        optimizer.learningRate(),
        optimizer.warmupSteps(),
        updates());
  }

  private long updates() {
    return switch (train()) {
      case TrainSpec.Sft sft ->
          SftMethod.stepsFor(demonstrations.size(), sft.batchSize(), sft.epochs());
      case TrainSpec.Rlvr rlvr -> (long) rlvr.steps() * rlvr.rollout().updates();
    };
  }

  private RlvrMethod rlvr(TrainSpec.Rlvr rlvr) {
    Decoder anchor = Decoder.frozen(session.model(), session.type());
    reference = anchor;
    TrainSpec.RolloutSpec rollout = rlvr.rollout();
    Sampling sampling =
        new Sampling(
            rollout.temperature(),
            rollout.topK(),
            rollout.topP(),
            rollout.minP(),
            rollout.maxCompletionTokens(),
            List.of());
    RolloutStep rolloutStep =
        new RolloutStep(
            session.engine(),
            session.prompts(),
            verifier(rlvr),
            sampling,
            rollout.groupSize(),
            recipe.seed());
    return new RlvrMethod(
        rlvr,
        policy,
        anchor,
        session.engine(),
        rolloutStep,
        new RlvrMethod.TrainingProblems(
            data.problems(rlvr.data()), Seeds.derive(recipe.seed(), "prompts")),
        run::rollout);
  }

  private static Verifier verifier(TrainSpec.Rlvr rlvr) {
    String name = rlvr.reward().getFirst().verifier();
    return Verifiers.find(name)
        .orElseThrow(
            () ->
                new BadInputException(
                    "train.reward[0].verifier: there is no verifier \"%s\"; allowed are %s."
                        .formatted(name, String.join(", ", Verifiers.names()))));
  }

  /** Given and own completions together, as token ids. */
  private List<TokenSequence> demonstrations(TrainSpec.Sft sft) {
    List<TokenSequence> sequences = new ArrayList<>();
    for (Demonstration demonstration : data.demonstrations(sft.data())) {
      sequences.add(
          new TokenSequence(
              session.prompts().prompt(demonstration.prompt()),
              session.prompts().completion(demonstration.completion())));
    }
    List<Instruction> selfPrompts = data.selfPrompts(sft.data());
    if (!selfPrompts.isEmpty()) {
      sequences.addAll(
          new SelfCompletions(run.root().resolve("self-completions.jsonl"))
              .of(selfPrompts, session, sft.selfCompletionTokens(), progress));
    }
    int context = session.model().config().maxPositions();
    for (TokenSequence sequence : sequences) {
      if (sequence.length() > context) {
        throw new BadInputException(
            "train.data: a demonstration has %d tokens, the model's context %d; shorten or drop it."
                .formatted(sequence.length(), context));
      }
    }
    return List.copyOf(sequences);
  }

  private AccuracyRule accuracyRule(TrainSpec.UntilSpec until) {
    return new AccuracyRule(
        policy, session.engine(), session.prompts(), data.problems(List.of(until.data())), until);
  }

  @Override
  public void close() {
    policy.close();
    if (reference != null) {
      reference.close();
    }
  }
}
