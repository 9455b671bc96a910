package dev.belay.cli.certify;

import dev.belay.core.drift.vectors.VectorReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report on vectors as a table and as JSON. */
final class VectorReportText {
  private VectorReportText() {}

  /** One line a formula, then every value that came out otherwise. */
  static String table(VectorReport report) {
    StringBuilder text = new StringBuilder();
    text.append(row("formula", "section", "cases", "failed", "worst error"));
    for (VectorReport.OfFormula each : report.formulas()) {
      text.append(row(each.id(), each.section(), each.cases(), each.failed(), worst(each.worst())));
    }
    text.append(
        "%d cases of %d formulas, %d failed. Errors are in units of the tolerance, %s·|wanted| + %s.%n"
            .formatted(
                report.cases(),
                report.formulas().size(),
                report.failed(),
                report.tolerance().relative(),
                report.tolerance().absolute()));
    for (VectorReport.OfFormula each : report.formulas()) {
      each.failures().forEach(of -> text.append(said("failed", each.id(), of)));
    }
    for (VectorReport.OfFormula each : report.formulas()) {
      each.notes().forEach(of -> text.append(said("refused for another reason", each.id(), of)));
    }
    return text.toString();
  }

  /** Key by key what the table says. */
  static Map<String, Object> json(VectorReport report) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("relative_tolerance", report.tolerance().relative());
    facts.put("absolute_tolerance", report.tolerance().absolute());
    facts.put("cases", report.cases());
    facts.put("failed", report.failed());
    facts.put("formulas", report.formulas().stream().map(VectorReportText::json).toList());
    return facts;
  }

  private static Map<String, Object> json(VectorReport.OfFormula of) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", of.id());
    facts.put("section", of.section());
    facts.put("cases", of.cases());
    facts.put("failed", of.failed());
    facts.put("worst_error", Double.isFinite(of.worst()) ? of.worst() : "Infinity");
    facts.put("failures", differences(of.failures()));
    facts.put("refused_for_another_reason", differences(of.notes()));
    return facts;
  }

  private static List<Map<String, Object>> differences(List<VectorReport.Difference> of) {
    return of.stream()
        .map(
            each -> {
              Map<String, Object> facts = new LinkedHashMap<>();
              facts.put("case", each.index());
              facts.put("field", each.field());
              facts.put("got", each.got());
              facts.put("wanted", each.wanted());
              return facts;
            })
        .toList();
  }

  private static String said(String what, String id, VectorReport.Difference of) {
    return "%s: %s case %d, %s: got %s, wanted %s%n"
        .formatted(what, id, of.index(), of.field(), of.got(), of.wanted());
  }

  private static String worst(double worst) {
    return worst == 0
        ? "0"
        : Double.isFinite(worst) ? String.format(Locale.ROOT, "%.2g", worst) : "infinite";
  }

  private static String row(Object id, Object section, Object cases, Object failed, Object worst) {
    return "%-20s %-8s %5s %6s  %s%n".formatted(id, section, cases, failed, worst);
  }
}
