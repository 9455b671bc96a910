package dev.belay.session.plan;

import dev.belay.core.data.Problem;
import dev.belay.core.error.IssueCollector;
import dev.belay.core.recipe.DataSpec;
import dev.belay.core.registry.Registry;
import dev.belay.core.verify.Verifier;
import dev.belay.core.verify.Verifiers;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The data sources of a recipe, read and checked; what is wrong goes to the issues. */
final class TrainingSources {

  private static final String DATA = "train.data";

  private final Registry<Verifier> known = Verifiers.load();
  private final TrainingData data;
  private final IssueCollector issues;

  TrainingSources(TrainingData data, IssueCollector issues) {
    this.data = data;
    this.issues = issues;
  }

  IssueCollector issues() {
    return issues;
  }

  /** All verifiers that there are. */
  Registry<Verifier> verifiers() {
    return known;
  }

  /** Where source {@code i} of {@code train.data} stands. */
  static String place(int i) {
    return DATA + "[" + i + "]";
  }

  /**
   * What a source has; nothing if it cannot be read or is described wrongly.
   *
   * @param reader such as {@code TrainingData::problems}
   */
  <T> List<T> read(
      String place, DataSpec source, BiFunction<TrainingData, DataSpec, List<T>> reader) {
    boolean misread =
        Stream.of("source", "split", "label", "path", "columns", "completions")
            .anyMatch(key -> issues.isWrong(place + "." + key));
    return misread
        ? List.of()
        : issues.collect(place, () -> reader.apply(data, source)).orElse(List.of());
  }

  /**
   * Every verifier must be able to read every reference answer. Where none is known, whether
   * because its name is wrong or because problems are checked by their kind, some verifier must.
   */
  void checkReferences(String place, List<Problem> problems, List<Verifier> verifiers) {
    for (Verifier verifier : verifiers) {
      report(place, problems, problem -> verifier.referenceIssue(problem).isPresent(), verifier);
    }
    if (verifiers.isEmpty()) {
      report(
          place,
          problems,
          problem ->
              known.all().stream()
                  .filter(v -> !v.onlyByName())
                  .allMatch(v -> v.referenceIssue(problem).isPresent()),
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
