package dev.belay.session.plan;

import dev.belay.core.data.PreferencePair;
import dev.belay.core.data.Problem;
import dev.belay.core.error.IssueCollector;
import dev.belay.core.recipe.DataSpec;
import dev.belay.core.recipe.HeldOutSpec;
import dev.belay.core.recipe.PairsSpec;
import dev.belay.core.verify.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds pairs of completions, or the problems and the verifier that they are made with. */
final class PreferencePlanner {

  private static final String VERIFIER = "train.pairs.verifier";
  private static final String HELD_OUT = "train.held_out.pairs";

  private final TrainingSources sources;

  PreferencePlanner(TrainingSources sources) {
    this.sources = sources;
  }

  PreferencePlan plan(
      List<DataSpec> data, Optional<PairsSpec> pairs, Optional<HeldOutSpec> heldOut) {
    PreferencePlan plan = pairs.map(spec -> made(data, spec)).orElseGet(() -> given(data));
    int most = plan.samples().size() * pairs.map(PairsSpec::perPrompt).orElse(1);
    heldOut
        .filter(spec -> most > 0 && spec.pairs() >= most)
        .ifPresent(
            spec ->
                sources
                    .issues()
                    .add(
                        HELD_OUT,
                        "found %d, but the data have %s%d pairs, so none would be left to train on; hold out fewer."
                            .formatted(spec.pairs(), pairs.isPresent() ? "at most " : "", most)));
    return plan;
  }

  private PreferencePlan given(List<DataSpec> data) {
    List<PreferencePair> given = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      given.addAll(sources.read(TrainingSources.place(i), data.get(i), TrainingData::pairs));
    }
    return new PreferencePlan(given, List.of(), Optional.empty());
  }

  private PreferencePlan made(List<DataSpec> data, PairsSpec spec) {
    IssueCollector issues = sources.issues();
    Optional<Verifier> verifier =
        issues.isWrong(VERIFIER)
            ? Optional.empty()
            : issues.collect(VERIFIER, () -> sources.verifiers().named(spec.verifier()));
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      String place = TrainingSources.place(i);
      List<Problem> read = sources.read(place, data.get(i), TrainingData::problems);
      sources.checkReferences(place, read, verifier.stream().toList());
      problems.addAll(read);
    }
    return new PreferencePlan(List.of(), problems, verifier);
  }
}
