package dev.belay.session.plan;

import dev.belay.core.data.Demonstration;
import dev.belay.core.data.Instruction;
import dev.belay.core.data.Problem;
import dev.belay.core.error.IssueCollector;
import dev.belay.core.recipe.AnchorSpec;
import dev.belay.core.recipe.DataSpec;
import dev.belay.core.recipe.DataSpec.Completions;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.registry.Registry;
import dev.belay.core.verify.Verifier;
import dev.belay.core.verify.Verifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds and reads what a recipe trains on; what is wrong goes to the issues. */
final class TrainingPlanner {

  private static final String DATA = "train.data";
  private static final String UNTIL = "train.until.data";
  private static final String ANCHOR = "train.anchor";

  /** Prompts a step of which the average KL is worth controlling by, unless there are no others. */
  private static final int LEAST_FOR_BUDGET = 3;

  private final Registry<Verifier> known = Verifiers.load();
  private final TrainingData data;
  private final IssueCollector issues;

  TrainingPlanner(TrainingData data, IssueCollector issues) {
    this.data = data;
    this.issues = issues;
  }

  /** What the recipe trains on, as far as it could be read. */
  TrainingPlan plan(TrainSpec spec) {
    return switch (spec) {
      case TrainSpec.Sft sft -> sft(sft);
      case TrainSpec.Rlvr rlvr -> rlvr(rlvr);
    };
  }

  private TrainingPlan.Sft sft(TrainSpec.Sft spec) {
    List<Demonstration> given = new ArrayList<>();
    List<Instruction> selfPrompts = new ArrayList<>();
    for (int i = 0; i < spec.data().size(); i++) {
      DataSpec source = spec.data().get(i);
      String place = DATA + "[" + i + "]";
      if (source.completions() == Completions.SELF) {
        selfPrompts.addAll(read(place, source, data::selfPrompts));
      } else {
        given.addAll(read(place, source, data::demonstrations));
      }
    }
    return new TrainingPlan.Sft(given, selfPrompts);
  }

  private TrainingPlan.Rlvr rlvr(TrainSpec.Rlvr spec) {
    List<Verifier> verifiers = verifiers(spec);
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < spec.data().size(); i++) {
      String place = DATA + "[" + i + "]";
      List<Problem> read = read(place, spec.data().get(i), data::problems);
      checkReferences(place, read, verifiers);
      problems.addAll(read);
    }
    return new TrainingPlan.Rlvr(problems, verifiers);
  }

  /** The verifiers of the reward that exist, in the order of its terms. */
  private List<Verifier> verifiers(TrainSpec.Rlvr spec) {
    List<Verifier> verifiers = new ArrayList<>();
    for (int i = 0; i < spec.reward().size(); i++) {
      String place = "train.reward[" + i + "].verifier";
      String name = spec.reward().get(i).verifier();
      if (!issues.isWrong(place)) {
        issues.collect(place, () -> known.named(name)).ifPresent(verifiers::add);
      }
    }
    return verifiers;
  }

  /** What the early stop measures on, if the recipe asks for one. */
  Optional<Validation> validation(TrainSpec spec, TrainingPlan training) {
    return spec.budget()
        .until()
        .map(
            until -> {
              Optional<Verifier> reward =
                  training instanceof TrainingPlan.Rlvr rlvr
                      ? rlvr.verifiers().stream().findFirst()
                      : Optional.empty();
              Validation validation =
                  new Validation(read(UNTIL, until.data(), data::problems), reward);
              checkReferences(UNTIL, validation.problems(), reward.stream().toList());
              return validation;
            });
  }

  /** What holds safety meanwhile, as far as it could be read. */
  Optional<AnchorPlan> anchor(TrainSpec spec) {
    return spec.guards().anchor().map(this::anchor);
  }

  private AnchorPlan anchor(AnchorSpec spec) {
    List<Instruction> prompts = new ArrayList<>();
    boolean allRead = !spec.data().isEmpty();
    for (int i = 0; i < spec.data().size(); i++) {
      String place = ANCHOR + ".data[" + i + "]";
      List<Instruction> read = read(place, spec.data().get(i), data::selfPrompts);
      prompts.addAll(read);
      allRead &= !read.isEmpty();
    }
    if (allRead) {
      checkShare(spec, prompts.size());
    }
    return new AnchorPlan(spec, prompts);
  }

  /** How many of the anchor's prompts an update takes. */
  private void checkShare(AnchorSpec spec, int prompts) {
    String place = ANCHOR + ".prompts_per_step";
    int share = spec.promptsPerStep();
    if (share > prompts) {
      issues.add(
          place,
          "found %d, but there are %d prompts; take at most so many, or add to train.anchor.data."
              .formatted(share, prompts));
    } else if (spec.strength() instanceof AnchorSpec.Bound
        && share < LEAST_FOR_BUDGET
        && share < prompts) {
      issues.add(
          place,
          ("found %d, which is too few for a budget: its average is over about 7 updates, and the"
                  + " KLs of prompts differ by twice their mean, so that it would be off by more"
                  + " than half. Take %d or more, or all %d prompts.")
              .formatted(share, LEAST_FOR_BUDGET, prompts));
    }
  }

  private <T> List<T> read(String place, DataSpec source, Function<DataSpec, List<T>> reader) {
    boolean misread =
        Stream.of("source", "split", "label", "path", "completions")
            .anyMatch(key -> issues.isWrong(place + "." + key));
    return misread
        ? List.of()
        : issues.collect(place, () -> reader.apply(source)).orElse(List.of());
  }

  /**
   * Every verifier must be able to read every reference answer. Where none is known, whether
   * because its name is wrong or because problems are checked by their kind, some verifier must.
   */
  private void checkReferences(String place, List<Problem> problems, List<Verifier> verifiers) {
    for (Verifier verifier : verifiers) {
      report(place, problems, problem -> verifier.referenceIssue(problem).isPresent(), verifier);
    }
    if (verifiers.isEmpty()) {
      report(
          place,
          problems,
          problem -> known.all().stream().allMatch(v -> v.referenceIssue(problem).isPresent()),
          null);
    }
  }

  private void report(
      String place,
      List<Problem> problems,
      Predicate<Problem> unreadable,
      @Nullable Verifier verifier) {
    List<Problem> found = problems.stream().filter(unreadable).toList();
    if (!found.isEmpty()) {
      Problem first = found.getFirst();
      Verifier reader = verifier == null ? Verifiers.of(first) : verifier;
      issues.add(
          place,
          "%d of %d reference answers cannot be read by the verifier %s, such as that of %s: %s. Mend them, or name a verifier that reads them."
              .formatted(
                  found.size(),
                  problems.size(),
                  reader.name(),
                  first.source(),
                  reader.referenceIssue(first).orElse("")));
    }
  }
}
