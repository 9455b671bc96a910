package dev.belay.cli;

import dev.belay.core.drift.CoefficientMeaning;
import dev.belay.core.objective.Algorithm;
import dev.belay.core.recipe.AnchorSpec;
import dev.belay.core.recipe.DataSpec;
import dev.belay.core.recipe.DpoSpec;
import dev.belay.core.recipe.EvaluateSpec;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.RewardModelSpec;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.verify.GatedVerifier;
import dev.belay.core.verify.Verifier;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.session.plan.AnchorPlan;
import dev.belay.session.plan.DriftPlan;
import dev.belay.session.plan.ExperimentPlan;
import dev.belay.session.plan.PlannedModel;
import dev.belay.session.plan.SuitePlan;
import dev.belay.session.plan.TrainingPlan;
import dev.belay.train.method.SftMethod;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code belay run --plan} prints. */
final class PlanPrinter {

  private final ExperimentPlan plan;
  private final boolean explain;
  private final StringBuilder text = new StringBuilder();

  private PlanPrinter(ExperimentPlan plan, boolean explain) {
    this.plan = plan;
    this.explain = explain;
  }

  /**
   * The plan line by line; numbers are of what was found.
   *
   * @param explain whether to say why the KL coefficient means what it does
   */
  static String text(ExperimentPlan plan, boolean explain) {
    PlanPrinter printer = new PlanPrinter(plan, explain);
    printer.model();
    plan.recipe().train().ifPresent(printer::train);
    printer.evaluation();
    plan.recipe().publish().ifPresent(name -> printer.line("publish", "as " + name));
    return printer.text + "Nothing was run.\n";
  }

  private void line(String key, String value) {
    text.append(String.format(Locale.ROOT, "%-9s%s%n", key, value));
  }

  private void model() {
    Recipe recipe = plan.recipe();
    line("name", recipe.name() + ", seed " + recipe.seed());
    line(
        "model",
        recipe.model().name() + ", " + recipe.model().dtype().name().toLowerCase(Locale.ROOT));
    line(
        "memory",
        plan.model()
            .map(PlanPrinter::memory)
            .orElse("not known: the model is fetched first, and its memory checked then"));
  }

  private static String memory(PlannedModel model) {
    return "%s needed for %s; %s available (%s)"
        .formatted(
            gigabytes(model.need().bytes()),
            model.need().purpose(),
            gigabytes(model.memory().availableBytes()),
            model.memory().source());
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }

  private void train(TrainSpec train) {
    int samples = plan.training().map(PlanPrinter::samples).orElse(0);
    int mixedIn =
        2 * plan.guards().refusals().map(refusals -> refusals.ofEachKind(samples)).orElse(0);
    line("train", train.method() + ": " + steps(train, samples + mixedIn, problems()));
    line(
        "data",
        samples
            + " samples: "
            + train.data().stream().map(PlanPrinter::source).collect(Collectors.joining("; ")));
    plan.files().notes().forEach(note -> line("", note));
    if (plan.training().orElseThrow() instanceof TrainingPlan.Rlvr rlvr) {
      line(
          "reward",
          Stream.concat(
                  rlvr.verifiers().stream().map(PlanPrinter::verifier),
                  rlvr.rewardModels().stream().map(model -> "the reward model " + model.name()))
              .collect(Collectors.joining(", ")));
    }
    if (train instanceof TrainSpec.Rlvr rlvr) {
      line("preset", rlvr.preset());
      rlvr.notes().forEach(note -> line("", note));
      line("kl", kl(rlvr.kl()));
      coefficient(rlvr.coefficient());
      SignalText.of(rlvr, samples).forEach(this::line);
      if (explain) {
        line("formulas", "of %s".formatted(preset(rlvr.preset())));
        AlgorithmText.lines(rlvr)
            .forEach((part, formula) -> line("", "  %-10s %s".formatted(part, formula)));
      }
    }
    if (train instanceof DpoSpec dpo) {
      PreferenceText.of(dpo).forEach(this::line);
    }
    if (train instanceof RewardModelSpec model) {
      PreferenceText.of(model).forEach(this::line);
    }
    train.setup().lora().ifPresent(lora -> line("lora", LoraText.of(lora)));
    plan.guards().anchor().ifPresent(this::anchor);
    plan.guards().refusals().ifPresent(refusals -> line("refusals", AnchorText.refusals(refusals)));
    DefenceText.of(train, plan).forEach(this::line);
    train.budget().until().ifPresent(this::until);
    plan.guards().monitor().map(MonitorText::plan).ifPresent(this::monitor);
  }

  /** Of the task: requests in between have a line of their own. */
  private static int samples(TrainingPlan training) {
    return training instanceof TrainingPlan.Rlvr rlvr
        ? rlvr.problems().size()
        : training.samples().size();
  }

  private static String verifier(Verifier verifier) {
    String name = verifier.name() + " " + verifier.version();
    return verifier instanceof GatedVerifier gated
        ? "%s behind the gates %s"
            .formatted(
                name, String.join(" and ", gated.gates().stream().map(Verifier::name).toList()))
        : name;
  }

  private int problems() {
    return plan.training().orElse(null) instanceof TrainingPlan.Sft sft ? sft.problems().size() : 0;
  }

  private void monitor(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      line(i == 0 ? "monitor" : "", lines.get(i));
    }
  }

  private void anchor(AnchorPlan anchor) {
    AnchorSpec spec = anchor.spec();
    line("anchor", AnchorText.held(anchor));
    line("", AnchorText.step(spec));
    AnchorText.perturbed(spec).ifPresent(perturbed -> line("", perturbed));
    AnchorText.heldOut(anchor).ifPresent(heldOut -> line("", heldOut));
    line(
        "",
        "data %s"
            .formatted(
                spec.data().stream().map(PlanPrinter::source).collect(Collectors.joining("; "))));
  }

  /** What the coefficient amounts to; with the reasons if they are asked for. */
  private void coefficient(CoefficientMeaning meaning) {
    line("", meaning.summary());
    if (explain) {
      meaning
          .reasons()
          .forEach(reason -> line("", "  §%s: %s".formatted(reason.section(), reason.text())));
    }
  }

  private static String preset(String name) {
    return "%s (%s)".formatted(name, Objects.requireNonNull(Algorithm.NAMED.get(name)).source());
  }

  private static String kl(TrainSpec.KlSpec kl) {
    return kl.coef() == 0
        ? "none: kl.coef is 0"
        : "KL to %s, %s in the %s, coefficient %s"
            .formatted(
                SignalText.reference(kl.reference()),
                kl.estimator().name().toLowerCase(Locale.ROOT),
                kl.placement().name().toLowerCase(Locale.ROOT),
                kl.coef());
  }

  /**
   * How long it trains.
   *
   * @param sampled problems of which the model's own accepted completions are learned
   */
  private static String steps(TrainSpec train, int samples, int sampled) {
    return switch (train) {
      case TrainSpec.Sft sft -> {
        int most = samples + sampled * (sft.verified().most() - 1);
        yield "%s%d steps of %d demonstrations"
            .formatted(
                sampled > 0 ? "at most " : "",
                SftMethod.stepsFor(most, sft.batchSize(), sft.epochs()),
                sft.batchSize());
      }
      case TrainSpec.Rlvr rlvr ->
          "%d steps of %d prompts with %d completions each, of at most %d tokens"
              .formatted(
                  rlvr.steps(),
                  rlvr.rollout().promptsPerStep(),
                  rlvr.rollout().groupSize(),
                  rlvr.rollout().maxCompletionTokens());
      case DpoSpec dpo ->
          "%s%d steps of %d pairs"
              .formatted(
                  dpo.pairs().isPresent() ? "at most " : "",
                  dpo.mostSteps(samples),
                  dpo.batchSize());
      case RewardModelSpec model ->
          "%s%d steps of %d pairs"
              .formatted(
                  model.pairs().isPresent() ? "at most " : "",
                  model.mostSteps(samples),
                  model.batchSize());
    };
  }

  private void until(TrainSpec.UntilSpec until) {
    line(
        "until",
        "accuracy %s on %d problems (%s), measured every %d steps"
            .formatted(
                until.accuracy(),
                plan.validation().orElseThrow().problems().size(),
                source(until.data()),
                until.everySteps()));
  }

  private static String source(DataSpec data) {
    StringBuilder source =
        new StringBuilder(data.files().isNone() ? data.source() : data.files().toString());
    data.split().ifPresent(split -> source.append(' ').append(split));
    data.label().ifPresent(label -> source.append(", label ").append(label));
    if (data.limit() > 0) {
      source.append(", at most ").append(data.limit());
    }
    switch (data.completions()) {
      case GIVEN -> {}
      case SELF -> source.append(", completed by the model itself");
      case VERIFIED -> source.append(", completed by the model itself, those that are verified");
    }
    return source.toString();
  }

  private void evaluation() {
    SuitePlan suites = plan.suites();
    EvaluateSpec evaluate = plan.recipe().evaluate();
    if (suites.planned().isEmpty()) {
      line("measure", "nothing");
      return;
    }
    line(
        "measure",
        "%s; judge %s %s; margin %s at confidence %s"
            .formatted(
                plan.training().isPresent() ? "before and after training" : "once",
                suites.judge().name(),
                suites.judge().version(),
                evaluate.margin(),
                evaluate.confidence()));
    for (PlannedSuite suite : suites.planned()) {
      line(
          "",
          String.format(
              Locale.ROOT,
              "%-32s %5d prompts, at most %d tokens%s",
              suite.name(),
              suite.selected().size(),
              suite.sampling().maxTokens(),
              suite.samples() > 1 ? ", " + suite.samples() + " completions each" : ""));
    }
    suites.notes().forEach(note -> line("", note));
    drift();
  }

  private void drift() {
    DriftPlan drift = plan.drift();
    if (!drift.isEmpty()) {
      line(
          "drift",
          "on %d of these prompts: %d completions sampled before and as many after, all scored under both weights"
              .formatted(drift.prompts(), drift.sampled() / 2));
    }
    drift.leftOut().forEach(why -> line("", "no drift measured on " + why));
  }
}
