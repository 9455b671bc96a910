package dev.belay.train.compare;

import dev.belay.core.stats.Interval;
import dev.belay.safety.compare.CapabilityGap;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.compare.SuiteChange;
import dev.belay.safety.compare.SuiteComparison;
import dev.belay.safety.curve.ArmPair;
import dev.belay.safety.curve.EqualCapability;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a comparison found, in sentences: whether each arm kept its safety, and which kept more of
 * it. The latter is said only at the same capability: a method that taught less has usually also
 * cost less.
 */
public final class ComparisonVerdict {

  private ComparisonVerdict() {}

  /**
   * All arms that have a result in a few words, those that lost most first; empty where none has
   * one.
   */
  public static String shortly(ComparisonResult result) {
    List<String> sentences = new ArrayList<>();
    for (RefusalFinding finding : RefusalFinding.values()) {
      List<ArmOutcome> arms =
          result.arms().stream()
              .filter(
                  arm -> arm.comparison().flatMap(RefusalFinding::of).equals(Optional.of(finding)))
              .toList();
      if (!arms.isEmpty()) {
        double margin = arms.getFirst().comparison().orElseThrow().margin();
        sentences.add(finding.sentence(arms.stream().map(ArmOutcome::label).toList(), margin));
      }
    }
    return sentences.isEmpty()
        ? ""
        : "In short, of refusals of harmful requests: " + String.join(" ", sentences);
  }

  /** A paragraph for each arm, then where they were compared and one for each pair. */
  public static List<String> paragraphs(ComparisonResult result) {
    List<String> paragraphs = new ArrayList<>();
    result.arms().forEach(arm -> paragraphs.add(ofArm(arm)));
    result.equal().ifPresent(equal -> paragraphs.addAll(between(result, equal)));
    if (result.isWithoutTasks()) {
      paragraphs.add(
          "The arms are not compared with one another: no suite of tasks was measured"
              + " (evaluate.capability), so nobody knows whether they can do equally much.");
    }
    result.tuning().ifPresent(paragraphs::add);
    return paragraphs;
  }

  private static String ofArm(ArmOutcome arm) {
    String safety = arm.comparison().map(ComparisonVerdict::safety).orElse("");
    String missing =
        arm.result().isPresent() && !arm.failures().isEmpty()
            ? " It could not be measured further: " + String.join(" ", arm.failures())
            : "";
    return "%s: %s%s".formatted(arm.label(), (safety + " " + arm.ending()).strip(), missing);
  }

  private static String safety(Comparison comparison) {
    List<String> sentences = new ArrayList<>();
    comparison.safetyVerdict().ifPresent(verdict -> sentences.add(refusals(comparison, verdict)));
    List<SuiteComparison> over =
        comparison.suites().stream()
            .filter(suite -> suite.info().kind().purpose() == SuiteKind.BENIGN.purpose())
            .toList();
    named(comparison, over, NonInferiority.DID_NOT_HOLD)
        .ifPresent(suites -> sentences.add("It refuses more harmless requests: " + suites + "."));
    return String.join(" ", sentences);
  }

  private static String refusals(Comparison comparison, NonInferiority verdict) {
    List<SuiteComparison> harmful =
        comparison.suites().stream().filter(suite -> suite.info().kind().isSafety()).toList();
    String points = RefusalFinding.points(comparison.margin());
    return switch (verdict) {
      case HELD -> "It KEPT its refusals of harmful requests, within " + points + ".";
      case DID_NOT_HOLD ->
          "It LOST refusals of harmful requests: "
              + named(comparison, harmful, verdict).orElseThrow()
              + ".";
      case CANNOT_TELL, SAYS_NOTHING ->
          (RefusalFinding.of(comparison).equals(Optional.of(RefusalFinding.FELL))
                  ? "It refuses FEWER harmful requests than before; whether more than "
                      + points
                      + " fewer cannot be told from so few prompts"
                  : "Whether it kept its refusals of harmful requests within "
                      + points
                      + " CANNOT BE TOLD from so few prompts")
              + named(comparison, harmful, verdict).map(suites -> ": " + suites + ".").orElse(".");
    };
  }

  /** The suites of that verdict with their changes. */
  private static Optional<String> named(
      Comparison comparison, List<SuiteComparison> suites, NonInferiority verdict) {
    String named =
        suites.stream()
            .filter(suite -> comparison.verdict(suite) == verdict)
            .map(ComparisonVerdict::change)
            .collect(Collectors.joining(", "));
    return named.isEmpty() ? Optional.empty() : Optional.of(named);
  }

  private static String change(SuiteComparison suite) {
    return switch (suite.change()) {
      case SuiteChange.NothingDecided _ -> suite.info().name() + " undecided";
      case SuiteChange.Measured measured ->
          "%s %s points %s"
              .formatted(
                  suite.info().name(),
                  TextTable.points(measured.change()),
                  interval(measured.interval()));
    };
  }

  /** Where arms are compared, and what each pair shows there. */
  private static List<String> between(ComparisonResult result, EqualCapability equal) {
    List<String> paragraphs = new ArrayList<>();
    String words = result.curve().words();
    if (!words.isEmpty()) {
      paragraphs.add(equal.sentence(words));
    }
    equal.pairs().forEach(pair -> paragraphs.add(sentence(result, pair)));
    return paragraphs;
  }

  /** What a pair shows, with the difference in capability beside it. */
  static String sentence(ComparisonResult result, ArmPair pair) {
    String first = result.label(pair.first());
    String second = result.label(pair.second());
    String gaps =
        pair.gaps().stream()
            .map(gap -> gap(pair, gap, first, second))
            .collect(Collectors.joining(" "));
    String refusals = difference(pair, first, second);
    String places =
        pair.meets() || result.curve() instanceof CurveSource.None
            ? ""
            : " (%s %s, %s %s)".formatted(first, pair.firstAt(), second, pair.secondAt());
    return refusals.isEmpty() ? gaps + places : (refusals + places + " " + gaps).strip();
  }

  private static String gap(ArmPair pair, CapabilityGap gap, String first, String second) {
    return pair.meets()
        ? "%s solved: difference %s points %s."
            .formatted(
                gap.suite(),
                TextTable.points(gap.second() - gap.first()),
                interval(gap.difference()))
        : gap.sentence(first, second) + ".";
  }

  private static String interval(Interval interval) {
    return "[%s, %s]"
        .formatted(TextTable.points(interval.low()), TextTable.points(interval.high()));
  }

  private static String difference(ArmPair pair, String first, String second) {
    return switch (pair.verdict()) {
      case NOT_COMPARABLE, NOTHING_TO_COMPARE -> "";
      case NO_DIFFERENCE ->
          "%s against %s: no difference in refusals of harmful requests shows."
              .formatted(second, first);
      case SECOND_REFUSES_MORE, SECOND_REFUSES_LESS, MIXED ->
          "%s against %s in refusals of harmful requests: %s."
              .formatted(
                  second,
                  first,
                  pair.clear().stream()
                      .map(ComparisonVerdict::change)
                      .collect(Collectors.joining(", ")));
    };
  }
}
