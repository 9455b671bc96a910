package dev.belay.session.plan;

import dev.belay.core.data.Demonstration;
import dev.belay.core.data.PreferencePair;
import dev.belay.core.data.Sample;
import dev.belay.core.error.IssueCollector;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.session.model.JudgeSession;
import dev.belay.session.model.ModelSession;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.model.AdapterDirectory;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.LoraSettings;
import dev.belay.torch.model.MemoryNeed;
import dev.belay.torch.tokenizer.TokenizerDifference;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Opens the model of a recipe and checks what depends on it: judge, lengths and memory. */
final class ModelPlanner {

  private static final String MODEL = "model.name";
  private static final String MICRO_BATCH = "train.micro_batch_tokens";

  private final Recipe recipe;
  private final Environment environment;
  private final IssueCollector issues;

  ModelPlanner(Recipe recipe, Environment environment, IssueCollector issues) {
    this.recipe = recipe;
    this.environment = environment;
    this.issues = issues;
  }

  /** The model's directory; empty if it has to be fetched or imported first, or there is none. */
  Optional<Path> find() {
    ModelStore models = environment.models();
    String name = recipe.model().name();
    return issues.isWrong(MODEL) || models.mustBeFetched(name)
        ? Optional.empty()
        : issues.collect(MODEL, () -> models.resolve(name));
  }

  /** The model, opened; empty if it cannot be. What is wrong goes to the issues. */
  Optional<PlannedModel> check(
      Path directory,
      SuitePlan suites,
      Optional<TrainingPlan> training,
      Optional<Validation> validation,
      GuardsPlan guards) {
    if (!suites.judge().models().isEmpty()) {
      issues.check("evaluate.judge", () -> requireOtherJudge(directory, suites));
    }
    guards.monitor().ifPresent(monitor -> checkJudge(directory, monitor));
    if (training.orElse(null) instanceof TrainingPlan.Rlvr rlvr) {
      rlvr.models().forEach(model -> checkTokenizer(directory, model));
    }
    return issues.collect(MODEL, () -> open(directory, suites, training, validation, guards));
  }

  /** A reward model reads the very tokens that the policy wrote. */
  private void checkTokenizer(Path directory, PlannedRewardModel model) {
    issues
        .collect(
            model.place(),
            () -> TokenizerDifference.between(directory, model.directory()).orElse(""))
        .filter(difference -> !difference.isEmpty())
        .ifPresent(
            difference ->
                issues.add(
                    model.place(),
                    "found %s, which has another tokenizer than %s: %s. The tokens of one mean nothing to the other: train the reward model from a model with the policy's tokenizer."
                        .formatted(model.directory(), recipe.model().name(), difference)));
  }

  private void requireOtherJudge(Path directory, SuitePlan suites) {
    JudgeSession.identity(directory)
        .requireOtherThan(
            suites.judge(),
            recipe.evaluate().judgeIsModelUnderTest(),
            "evaluate.judge_is_model_under_test: true");
  }

  private void checkJudge(Path directory, MonitorPlan monitor) {
    if (!monitor.judge().models().isEmpty()) {
      issues.check(
          "train.monitor.judge",
          () ->
              JudgeSession.identity(directory)
                  .requireOtherThan(
                      monitor.judge(),
                      monitor.spec().asking().judgeIsModelUnderTest(),
                      "train.monitor.judge_is_model_under_test: true"));
    }
  }

  private PlannedModel open(
      Path directory,
      SuitePlan suites,
      Optional<TrainingPlan> training,
      Optional<Validation> validation,
      GuardsPlan guards) {
    try (ModelSession session =
        ModelSession.open(directory, recipe.model(), conversations(recipe, suites))) {
      PromptLengths lengths = new PromptLengths(session);
      training.ifPresent(
          plan ->
              plan.samplesByPlace()
                  .forEach((place, samples) -> checkLengths(place, samples, lengths)));
      training.ifPresent(plan -> checkConversations(plan, session));
      validation.ifPresent(until -> checkLengths("train.until.data", until.problems(), lengths));
      guards
          .secondMeasure()
          .ifPresent(
              second ->
                  checkLengths(
                      SecondMeasurePlan.PLACE + ".data", second.validation().problems(), lengths));
      guards
          .anchor()
          .ifPresent(
              anchor -> {
                checkLengths("train.anchor.data", anchor.prompts(), lengths);
                checkAttacked(anchor, lengths);
              });
      guards
          .proximal()
          .ifPresent(
              proximal -> checkLengths(ProximalPlan.PLACE + ".data", proximal.prompts(), lengths));
      guards
          .refusals()
          .ifPresent(refusals -> checkLengths(RefusalsPlan.PLACE, refusals.prompts(), lengths));
      guards
          .monitor()
          .ifPresent(
              monitor ->
                  checkLengths("train.monitor.suite", List.copyOf(monitor.samples()), lengths));
      checkAdapter(session);
      MemoryPlanner memory =
          new MemoryPlanner(recipe, session, suites, guards, training, environment.judges());
      MemoryNeed need = memory.need();
      checkMemory(need, memory);
      return new PlannedModel(directory, need, environment.memory());
    }
  }

  /** What asks the model conversations: training does, and most suites. */
  static List<String> conversations(Recipe recipe, SuitePlan suites) {
    return Stream.concat(recipe.train().map(_ -> "train").stream(), suites.conversations().stream())
        .toList();
  }

  /** A template that rewrites earlier turns cannot have all of them learned in one sequence. */
  private void checkConversations(TrainingPlan training, ModelSession session) {
    if (training instanceof TrainingPlan.Sft sft
        && recipe.train().orElse(null) instanceof TrainSpec.Sft spec) {
      issues.check(
          "train.loss_on",
          () -> sft.given().forEach(one -> session.prompts().demonstration(one, spec.lossOn())));
    }
  }

  private void checkLengths(String place, List<? extends Sample> samples, PromptLengths lengths) {
    List<String> tooLong =
        samples.stream().flatMap(sample -> lengths.tooLong(sample).stream()).toList();
    if (!tooLong.isEmpty()) {
      issues.add(
          place,
          "%d of %d %s beyond the model's context of %d tokens, such as %s; shorten or drop them."
              .formatted(
                  tooLong.size(),
                  samples.size(),
                  noun(samples.getFirst()),
                  lengths.context(),
                  tooLong.getFirst()));
    }
  }

  /** An attack makes prompts longer. */
  private void checkAttacked(AnchorPlan anchor, PromptLengths lengths) {
    List<AskedPrompt> attacked = anchor.all().stream().filter(one -> !one.isDirect()).toList();
    List<String> tooLong = attacked.stream().flatMap(one -> lengths.tooLong(one).stream()).toList();
    if (!tooLong.isEmpty()) {
      issues.add(
          "train.anchor.attacks",
          "%d of %d attacked prompts go beyond the model's context of %d tokens, such as %s; name attacks that add less, or drop those prompts."
              .formatted(tooLong.size(), attacked.size(), lengths.context(), tooLong.getFirst()));
    }
  }

  private static String noun(Sample sample) {
    return switch (sample) {
      case Demonstration _ -> "demonstrations go";
      case PreferencePair _ -> "pairs go";
      default -> "prompts go";
    };
  }

  private void checkAdapter(ModelSession session) {
    boolean adapts = recipe.train().filter(train -> train.setup().lora().isPresent()).isPresent();
    if (adapts && AdapterDirectory.is(session.model().directory())) {
      issues.add(
          "train.lora",
          ("the model is itself an adapter, and a new one stands beside a whole model. Merge it"
                  + " first: belay model merge %s DIR.")
              .formatted(recipe.model().name()));
    }
    DecoderConfig config = session.model().config();
    recipe
        .train()
        .flatMap(train -> train.setup().lora())
        .map(lora -> LoraSettings.absent(lora.targets(), config))
        .filter(absent -> !absent.isEmpty())
        .ifPresent(
            absent ->
                issues.add(
                    "train.lora.targets",
                    "the model has no %s; its layers that can have an adapter are %s."
                        .formatted(
                            String.join(", ", absent),
                            String.join(", ", LoraSettings.present(config)))));
  }

  /** What is too large is the micro-batch where a smaller one would do, else the model. */
  private void checkMemory(MemoryNeed need, MemoryPlanner memory) {
    boolean microBatch =
        recipe.train().isPresent()
            && memory.least().bytes() <= environment.memory().availableBytes();
    issues.check(microBatch ? MICRO_BATCH : MODEL, () -> environment.memory().require(need));
  }
}
