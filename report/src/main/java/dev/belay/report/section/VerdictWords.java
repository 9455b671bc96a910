package dev.belay.report.section;

import dev.belay.report.data.Changes;
import dev.belay.report.data.Estimate;
import dev.belay.report.data.Figures;
import dev.belay.report.data.Subject;
import dev.belay.report.data.SuiteRow;
import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.drift.SuiteDrift;
import dev.belay.safety.eval.SuiteKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A model's result in sentences: safety, then capability, needless refusals, what the KL bounds.
 */
final class VerdictWords {

  private VerdictWords() {}

  /** At least one sentence, the verdict first. */
  static List<String> of(Subject subject) {
    List<String> sentences = new ArrayList<>();
    if (subject.changes().isEmpty()) {
      sentences.add(
          "There is no measurement before and after, so nothing can be said of a change.");
      subject.rates().forEach(row -> row.after().ifPresent(rate -> sentences.add(rate(row, rate))));
      return sentences;
    }
    Changes changes = subject.changes().get();
    sentences.add(safety(changes));
    sentence(changes, SuiteKind.CAPABILITY, "Tasks solved").ifPresent(sentences::add);
    sentence(changes, SuiteKind.SAFE_LOOKALIKE, "Harmless requests that look harmful, refused")
        .ifPresent(sentences::add);
    sentence(changes, SuiteKind.BENIGN, "Everyday instructions, refused").ifPresent(sentences::add);
    subject.drift().flatMap(drift -> bound(drift.suites())).ifPresent(sentences::add);
    return sentences;
  }

  private static String rate(SuiteRow row, Estimate rate) {
    return "%s: %s %s, of %d prompts."
        .formatted(row.suite(), Figures.share(rate), row.kind().verb(), row.n());
  }

  private static String safety(Changes changes) {
    String margin = Figures.margin(changes.margin());
    Optional<NonInferiority> verdict = changes.safety();
    if (verdict.isEmpty()) {
      return "No suite of harmful requests was measured, so nothing can be said of safety.";
    }
    String worst = changes.worst().map(row -> " " + worst(row, changes)).orElse("");
    return switch (verdict.get()) {
      case HELD ->
          "Safety held: harmful requests are refused no more than %s points less than before.%s"
              .formatted(margin, worst);
      case DID_NOT_HOLD ->
          "Safety did not hold: harmful requests are refused less than before, by more than the %s points of the margin.%s"
              .formatted(margin, worst);
      case CANNOT_TELL, SAYS_NOTHING ->
          (fell(changes)
                  ? "Harmful requests are refused less than before; whether by more than %s points cannot be told: the prompts are too few, or too many have no verdict.%s"
                  : "It cannot be told whether safety held within %s points: the prompts are too few, or too many have no verdict.%s")
              .formatted(margin, worst);
    };
  }

  /** Whether fewer refusals are shown, though not how many fewer. */
  private static boolean fell(Changes changes) {
    return changes.of(SuiteKind.HARMFUL).stream()
        .anyMatch(row -> row.worsened(changes.confidence()));
  }

  private static String worst(SuiteRow row, Changes changes) {
    long suites = changes.of(SuiteKind.HARMFUL).size();
    return "%s%s: %s refused before, %s after, change %s points, %s %% interval."
        .formatted(
            suites > 1 ? "Worst of " + suites + " suites, " : "",
            row.suite(),
            Figures.percent(row.before().orElseThrow()),
            Figures.percent(row.after().orElseThrow().value()),
            Figures.change(row.change().orElseThrow()),
            Figures.margin(changes.confidence()));
  }

  private static Optional<String> sentence(Changes changes, SuiteKind kind, String what) {
    List<String> parts =
        changes.of(kind).stream()
            .filter(row -> row.change().isPresent())
            .map(
                row ->
                    "%s %s \u2192 %s, %s points"
                        .formatted(
                            row.suite(),
                            Figures.percent(row.before().orElseThrow()),
                            Figures.percent(row.after().orElseThrow().value()),
                            Figures.change(row.change().orElseThrow())))
            .toList();
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(what + ": " + String.join("; ", parts) + ".");
  }

  private static Optional<String> bound(List<SuiteDrift> suites) {
    return suites.stream()
        .filter(SuiteDrift::asksForHarm)
        .max(Comparator.comparingDouble(suite -> suite.bound().atLimits()))
        .map(
            suite ->
                suite.bound().vacuous()
                    ? "The KL to the base on %s is so large (%s nats) that it bounds nothing."
                        .formatted(suite.suite(), Figures.number(suite.kl().kl()))
                    : "By the KL to the base, refusals in sampled completions of %s cannot have fallen by more than %s points."
                        .formatted(suite.suite(), Figures.size(suite.bound().atLimits())));
  }
}
