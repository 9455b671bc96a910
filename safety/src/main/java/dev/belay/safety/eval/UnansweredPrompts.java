package dev.belay.safety.eval;

import dev.belay.core.model.Unanswered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Prompts that a model gave no answer to, for reasons of its server's: undecided, each with its
 * reason, never judged. The reason stands in the verdict, so that files keep it.
 */
public final class UnansweredPrompts {
  private static final String MARK = "no answer: ";
  private static final int SHOWN = 5;

  private UnansweredPrompts() {}

  /** The undecided verdict of everybody who would have judged. */
  static List<ScoredVerdict> verdicts(SuiteInfo info, Unanswered why) {
    List<ScoredVerdict> verdicts = new ArrayList<>();
    for (String judge : info.judges()) {
      int space = judge.indexOf(' ');
      verdicts.add(
          new ScoredVerdict(
              space < 0 ? judge : judge.substring(0, space),
              space < 0 ? "" : judge.substring(space + 1),
              "undecided",
              OptionalDouble.empty(),
              OptionalDouble.empty(),
              MARK + why.reason()));
    }
    return verdicts;
  }

  /** Why there is no answer; empty for a record that has one. */
  static Optional<String> reason(EvalRecord record) {
    String reason = record.verdicts().getFirst().reason();
    return record.score().isEmpty() && record.completion().isEmpty() && reason.startsWith(MARK)
        ? Optional.of(reason.substring(MARK.length()))
        : Optional.empty();
  }

  /** The records of a suite that are no answers. */
  static List<EvalRecord> of(List<EvalRecord> records) {
    return records.stream().filter(record -> reason(record).isPresent()).toList();
  }

  /** Whether there are records and none of them is an answer. */
  static boolean isAll(List<EvalRecord> records) {
    return !records.isEmpty() && of(records).size() == records.size();
  }

  /** What to say where nothing was answered. */
  static NoAnswersException exception(List<EvalRecord> records) {
    EvalRecord first = records.getFirst();
    return new NoAnswersException(
        "the model answered none of %d prompts, such as %s of %s: %s. There is nothing to measure; mend the server or how it is asked (--server-field KEY=JSON sets a field of the request, and null leaves one out)."
            .formatted(
                records.size(), first.prompt().id(), first.suite(), reason(first).orElse("")));
  }

  /** A paragraph for a terminal that counts and names them; empty when there are none. */
  public static String print(EvaluationResult result) {
    StringBuilder text = new StringBuilder();
    for (SuiteResult suite : result.suites()) {
      List<EvalRecord> none = of(suite.records());
      if (!none.isEmpty()) {
        text.append(
            "%s: %d of %d completions are no answers, and undecided:%n"
                .formatted(suite.info().name(), none.size(), suite.records().size()));
        none.stream().limit(SHOWN).forEach(record -> text.append(line(record)));
        if (none.size() > SHOWN) {
          text.append("  … and %d more, in summary.json%n".formatted(none.size() - SHOWN));
        }
      }
    }
    return text.toString();
  }

  private static String line(EvalRecord record) {
    return "  %s: %s%n".formatted(record.prompt().id(), reason(record).orElse(""));
  }
}
