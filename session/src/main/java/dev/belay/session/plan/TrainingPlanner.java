package dev.belay.session.plan;

import dev.belay.core.data.DataLocations;
import dev.belay.core.data.Instruction;
import dev.belay.core.error.IssueCollector;
import dev.belay.core.recipe.DataSpec;
import dev.belay.core.recipe.DpoSpec;
import dev.belay.core.recipe.ProximalSpec;
import dev.belay.core.recipe.RefusalsSpec;
import dev.belay.core.recipe.RewardModelSpec;
import dev.belay.core.recipe.SecondMeasureSpec;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.verify.Verifier;
import dev.belay.safety.judge.Judge;
import dev.belay.torch.catalog.ModelStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds and reads what a recipe trains on; what is wrong goes to the issues. */
final class TrainingPlanner {

  private static final String UNTIL = "train.until.data";

  private final TrainingSources sources;
  private final ModelStore models;
  private final long seed;
  private final Judge judge;

  /**
   * A planner.
   *
   * @param judge of the recipe
   */
  TrainingPlanner(TrainingData data, ModelStore models, Judge judge, IssueCollector issues) {
    this.judge = judge;
    this.sources = new TrainingSources(data, issues);
    this.models = models;
    this.seed = data.seed();
  }

  /** What the recipe trains on, as far as it could be read. */
  TrainingPlan plan(TrainSpec spec) {
    return switch (spec) {
      case TrainSpec.Sft sft -> new SftPlanner(sources).plan(sft);
      case TrainSpec.Rlvr rlvr -> new RlvrPlanner(sources, models, judge).plan(rlvr);
      case DpoSpec dpo ->
          new PreferencePlanner(sources).plan(dpo.data(), dpo.pairs(), dpo.heldOut());
      case RewardModelSpec model ->
          new PreferencePlanner(sources).plan(model.data(), model.pairs(), model.heldOut());
    };
  }

  /** What the early stop measures on, if the recipe asks for one. */
  Optional<Validation> validation(TrainSpec spec, TrainingPlan training) {
    return spec.budget()
        .until()
        .map(
            until -> {
              Optional<Verifier> reward =
                  switch (training) {
                    case TrainingPlan.Sft _ -> Optional.empty();
                    case TrainingPlan.Rlvr rlvr -> rlvr.verifiers().stream().findFirst();
                    case PreferencePlan pairs -> pairs.verifier();
                  };
              Validation validation =
                  new Validation(sources.read(UNTIL, until.data(), TrainingData::problems), reward);
              sources.checkReferences(UNTIL, validation.problems(), reward.stream().toList());
              return validation;
            });
  }

  /** On what the task is measured a second time. */
  SecondMeasurePlan secondMeasure(SecondMeasureSpec spec) {
    IssueCollector issues = sources.issues();
    Optional<Verifier> verifier =
        spec.verifier()
            .filter(_ -> !issues.isWrong(SecondMeasurePlan.PLACE + ".verifier"))
            .flatMap(
                name ->
                    issues.collect(
                        SecondMeasurePlan.PLACE + ".verifier",
                        () -> sources.verifiers().named(name)));
    String place = SecondMeasurePlan.PLACE + ".data";
    Validation validation =
        new Validation(sources.read(place, spec.data(), TrainingData::problems), verifier);
    sources.checkReferences(place, validation.problems(), verifier.stream().toList());
    return new SecondMeasurePlan(spec, validation);
  }

  /**
   * What holds safety meanwhile, as far as it could be read.
   *
   * @param locations where attacks find the files that they need
   */
  Optional<AnchorPlan> anchor(TrainSpec spec, DataLocations locations) {
    AnchorPlanner planner = new AnchorPlanner(sources, locations, seed);
    return spec.guards().anchor().map(planner::plan);
  }

  /** Where the weights are pulled to, and on which prompts they matter. */
  ProximalPlan proximal(ProximalSpec spec) {
    List<Instruction> prompts = new ArrayList<>();
    for (int i = 0; i < spec.data().size(); i++) {
      String place = ProximalPlan.PLACE + ".data[" + i + "]";
      prompts.addAll(sources.read(place, spec.data().get(i), TrainingData::selfPrompts));
    }
    return new ProximalPlan(spec, prompts);
  }

  /** Whose refusals are gone over, as far as it could be read. */
  Optional<RefusalsPlan> refusals(TrainSpec spec) {
    return spec.guards().refusals().map(refusals -> refusals(refusals, spec));
  }

  private RefusalsPlan refusals(RefusalsSpec spec, TrainSpec train) {
    if (spec.strength() instanceof RefusalsSpec.Mixed && !(train instanceof TrainSpec.Sft)) {
      sources
          .issues()
          .add(
              RefusalsPlan.PLACE + ".share",
              "is a share of what SFT learns, and the method is %s. Give coef, such as 0.05: a term"
                      .formatted(train.method())
                  + " of the same update.");
    }
    RefusalsPlan plan =
        new RefusalsPlan(spec, prompts(spec.refuse(), "refuse"), prompts(spec.answer(), "answer"));
    if (spec.strength() instanceof RefusalsSpec.Term term) {
      checkHalf(term.promptsPerStep(), plan.refuse().size(), "refuse");
      checkHalf(term.promptsPerStep(), plan.answer().size(), "answer");
    }
    return plan;
  }

  /** An update goes over no prompt twice. */
  private void checkHalf(int promptsPerStep, int prompts, String kind) {
    if (prompts > 0 && promptsPerStep / 2 > prompts) {
      sources
          .issues()
          .add(
              RefusalsPlan.PLACE + ".prompts_per_step",
              "found %d, half of them to %s, but there are %d of those; take at most %d, or add to %s.%s."
                  .formatted(promptsPerStep, kind, prompts, 2 * prompts, RefusalsPlan.PLACE, kind));
    }
  }

  private List<Instruction> prompts(List<DataSpec> data, String kind) {
    List<Instruction> prompts = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      String place = "%s.%s[%d]".formatted(RefusalsPlan.PLACE, kind, i);
      prompts.addAll(sources.read(place, data.get(i), TrainingData::selfPrompts));
    }
    return prompts;
  }
}
