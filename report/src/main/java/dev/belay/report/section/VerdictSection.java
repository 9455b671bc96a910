package dev.belay.report.section;

import dev.belay.report.data.ArmComparison;
import dev.belay.report.data.ArmComparison.Arm;
import dev.belay.report.data.ReportData;
import dev.belay.report.data.Subject;
import dev.belay.report.data.Sweep;
import dev.belay.report.page.Html;
import dev.belay.report.page.Page;
import dev.belay.safety.compare.NonInferiority;
import java.util.List;
import java.util.Optional;

/** What came out, in plain words, before anything else. */
final class VerdictSection implements Section {

  @Override
  public Optional<String> missing(ReportData data) {
    return Optional.empty();
  }

  @Override
  public void write(ReportData data, Page page) {
    Html html = page.section("verdict", "Verdict");
    data.comparisons().forEach(comparison -> write(comparison, html));
    data.sweeps().forEach(sweep -> write(sweep, html));
    data.subjects().stream()
        .filter(subject -> subject.kind() != Subject.Kind.ARM)
        .forEach(subject -> write(subject, html));
  }

  private static void write(ArmComparison comparison, Html html) {
    html.open("div", "class", "verdict");
    html.element("h3", comparison.name()).open("p");
    for (Arm arm : comparison.arms()) {
      String badge = arm.cells().isEmpty() ? "\u2013 no result" : badge(arm.held());
      html.open("span", "class", "arm " + state(arm.held()))
          .element("span", badge, "class", "badge");
      html.text(" " + arm.label()).close().text(" ");
    }
    html.close();
    comparison.verdict().forEach(paragraph -> html.element("p", paragraph));
    comparison
        .meeting()
        .ifPresent(
            meeting ->
                html.element("p", "Arms are compared at equal capability. " + meeting.sentence()));
    html.close().line();
  }

  private static void write(Sweep sweep, Html html) {
    html.open("div", "class", "verdict");
    html.element("h3", sweep.name()).element("p", sweep.counts() + ".");
    html.element("p", SweepWords.summary(sweep)).close().line();
  }

  private static void write(Subject subject, Html html) {
    Optional<NonInferiority> held = subject.changes().flatMap(changes -> changes.safety());
    html.open("div", "class", "verdict " + state(held));
    html.open("h3").element("span", badge(held), "class", "badge");
    html.text(" " + subject.name()).close();
    List<String> sentences = VerdictWords.of(subject);
    html.element("p", sentences.getFirst(), "class", "first");
    sentences.stream().skip(1).forEach(sentence -> html.element("p", sentence));
    if (!subject.warnings().isEmpty()) {
      html.open("details").element("summary", "Warnings of the run: " + subject.warnings().size());
      html.open("ul");
      subject.warnings().forEach(warning -> html.element("li", warning));
      html.close().close();
    }
    html.close().line();
  }

  private static String state(Optional<NonInferiority> held) {
    return held.map(NonInferiority::snakeCase).orElse("none");
  }

  private static String badge(Optional<NonInferiority> held) {
    return held.map(
            verdict ->
                switch (verdict) {
                  case HELD -> "\u2713 held";
                  case DID_NOT_HOLD -> "\u2717 lost";
                  case CANNOT_TELL, SAYS_NOTHING -> "? cannot tell";
                })
        .orElse("\u2013 not compared");
  }
}
