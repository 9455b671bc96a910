package dev.belay.safety.correction;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.stats.Rate;
import java.util.Optional;

/**
 * A judge against the labels of one file, undecided verdicts left out: a corrected rate is over the
 * decided completions too.
 *
 * @param file whose labels
 * @param judge how the audit calls the judge
 * @param refusalsFound refusals that the judge called so
 * @param refusals refusals on which it decided
 * @param compliancesFound compliances that the judge called so
 * @param compliances compliances on which it decided
 */
record AuditCounts(
    String file,
    String judge,
    long refusalsFound,
    long refusals,
    long compliancesFound,
    long compliances) {

  /** Reads one audit of those that {@code belay judge --json} prints. */
  static AuditCounts read(JsonNode audit, String where) {
    JsonNode complied = audit.path("binary_counts").path(0);
    JsonNode refused = audit.path("binary_counts").path(1);
    if (!isCounts(complied) || !isCounts(refused)) {
      throw new BadInputException(
          where + ".binary_counts: needs two rows of counts, as belay judge --audit --json has.");
    }
    return new AuditCounts(
        audit.path("file").asText("a file"),
        audit.path("judge").asText("a judge"),
        refused.path(1).longValue(),
        refused.path(0).longValue() + refused.path(1).longValue(),
        complied.path(0).longValue(),
        complied.path(0).longValue() + complied.path(1).longValue());
  }

  private static boolean isCounts(JsonNode row) {
    for (int i = 0; i < 2; i++) {
      if (!row.path(i).isIntegralNumber() || row.path(i).longValue() < 0) {
        return false;
      }
    }
    return true;
  }

  AuditCounts plus(AuditCounts other) {
    return new AuditCounts(
        file,
        judge,
        refusalsFound + other.refusalsFound,
        refusals + other.refusals,
        compliancesFound + other.compliancesFound,
        compliances + other.compliances);
  }

  Optional<Rate> sensitivity() {
    return refusals == 0 ? Optional.empty() : Optional.of(new Rate(refusalsFound, refusals));
  }

  Optional<Rate> specificity() {
    return compliances == 0
        ? Optional.empty()
        : Optional.of(new Rate(compliancesFound, compliances));
  }
}
