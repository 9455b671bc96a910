package dev.belay.report.section;

import dev.belay.report.data.ArmComparison;
import dev.belay.report.data.Origin;
import dev.belay.report.data.ReportData;
import dev.belay.report.data.Subject;
import dev.belay.report.data.Sweep;
import dev.belay.report.page.Html;
import dev.belay.report.page.Page;
import java.util.List;
import java.util.Optional;

/** What everything was made of, and the commands that make it again. */
final class ProvenanceSection implements Section {

  @Override
  public Optional<String> missing(ReportData data) {
    return Optional.empty();
  }

  @Override
  public void write(ReportData data, Page page) {
    Html html = page.section("provenance", "Provenance");
    html.open("p").text("This page again: ").element("code", data.command()).close();
    for (ArmComparison comparison : data.comparisons()) {
      write(comparison.name(), comparison.origin(), html);
    }
    for (Sweep sweep : data.sweeps()) {
      write(sweep.name(), sweep.origin(), html);
    }
    for (Subject subject : data.subjects()) {
      write(subject.name(), subject.origin(), html);
    }
  }

  private static void write(String name, Origin origin, Html html) {
    html.open("details", "class", "origin").element("summary", name);
    html.open("p").text("Folder: ").element("code", origin.folder()).close();
    origin.commands().forEach(command -> html.open("pre").element("code", command).close());
    if (!origin.facts().isEmpty()) {
      List<List<String>> rows =
          origin.facts().entrySet().stream()
              .map(fact -> List.of(fact.getKey(), fact.getValue()))
              .toList();
      html.table("What " + name + " was made of", List.of("what", "value"), rows);
    }
    origin
        .recipe()
        .ifPresent(
            recipe ->
                html.element("h4", "recipe.resolved.yaml")
                    .open("pre")
                    .element("code", recipe)
                    .close());
    html.close();
  }
}
