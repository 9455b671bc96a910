package dev.belay.cli;

import dev.belay.core.recipe.MonitorSpec;
import dev.belay.core.stats.BettingEProcess;
import dev.belay.safety.eval.Prose;
import dev.belay.session.plan.MonitorPlan;
import dev.belay.train.monitor.Certificate;
import dev.belay.train.monitor.MonitorOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is printed of a monitor: before a run what it will do, after it what it did. */
final class MonitorText {

  private MonitorText() {}

  /** Lines of the plan. */
  static List<String> plan(MonitorPlan monitor) {
    MonitorSpec spec = monitor.spec();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%d of %d prompts of %s, drawn every %d steps, asked by %s; judge %s %s"
            .formatted(
                spec.prompts(),
                monitor.probe().selected().size(),
                spec.suite().name(),
                spec.everySteps(),
                String.join(", ", spec.asking().attacks()),
                monitor.judge().name(),
                monitor.judge().version()));
    lines.add(
        "margin %s at confidence %s; on an alarm (%s, not before %d draws): %s; at most %s of the work"
            .formatted(
                spec.margin(),
                spec.confidence(),
                name(spec.detector()),
                spec.leastDrawsToAlarm(),
                name(spec.action()),
                spec.maxShare()));
    lines.add(
        spec.certifies()
            ? "certificate of the end: at most %d draws, at least %d"
                .formatted(
                    spec.certifyDraws(),
                    BettingEProcess.leastDrawsToCertify(spec.margin(), spec.certificateAlpha()))
            : "no certificate is sought: certify_draws is 0");
    lines.addAll(monitor.notes());
    return lines;
  }

  /** Sentences after a run; lines end with {@code \n}. */
  static String of(MonitorOutcome outcome) {
    StringBuilder text = new StringBuilder();
    text.append(Prose.wrap("Monitor: " + alarms(outcome), "  "));
    outcome
        .shareOfTime()
        .ifPresent(
            share ->
                text.append(
                    String.format(
                        Locale.ROOT, "  It took %.1f %% of the time of training.%n", 100 * share)));
    outcome.certificate().ifPresent(certificate -> text.append(certificate(certificate)));
    if (outcome.certificate().isEmpty()) {
      text.append("Certificate: none was sought.\n");
    }
    return text.toString();
  }

  private static String alarms(MonitorOutcome outcome) {
    if (outcome.alarms().isEmpty()) {
      return "no alarm.";
    }
    String steps = outcome.alarms().stream().map(String::valueOf).collect(Collectors.joining(", "));
    String then =
        switch (outcome.action()) {
          case WARN -> "training went on, as the recipe says.";
          case STOP -> "training ended there.";
          case ROLLBACK ->
              "training ended there, and the model is that of step %d%s."
                  .formatted(
                      outcome.rolledBackTo().orElseThrow(),
                      outcome.rolledBackTo().orElseThrow() == 0 ? ", before training" : "");
          case RAISE_ANCHOR -> "the anchor's coefficient was raised, and training went on.";
        };
    return "ALARM after step " + steps + ":\n  " + then;
  }

  private static String certificate(Certificate certificate) {
    return Prose.wrap(
        "Certificate: %s\n  %s\n  %s\n  (confidence %s, judge %s)"
            .formatted(
                certificate.certified() ? "yes" : "no",
                certificate.claim(),
                certificate.found(),
                certificate.confidence(),
                certificate.judge()),
        "  ");
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
