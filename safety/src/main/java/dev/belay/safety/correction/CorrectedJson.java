package dev.belay.safety.correction;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Corrected rates and changes in the files that reports read. */
public final class CorrectedJson {
  /** Why there is no corrected figure. */
  public static final String UNDEFINED = "sensitivity + specificity is not above 1";

  private CorrectedJson() {}

  /** Value, interval, and the spread over the audited models. */
  public static void put(ObjectNode node, Corrected corrected) {
    node.put("value", corrected.value());
    node.put("low", corrected.interval().low());
    node.put("high", corrected.interval().high());
    node.put("lowest_by_audit", corrected.lowest());
    node.put("highest_by_audit", corrected.highest());
  }

  /** The error rates and where they were measured. */
  public static void putErrors(ObjectNode node, MeasuredErrors errors) {
    errors.sensitivity().ifPresent(rate -> node.put("sensitivity", rate.value()));
    errors.specificity().ifPresent(rate -> node.put("specificity", rate.value()));
    node.put("audit", errors.source());
    node.put("assumes", "the judge errs as often on these completions as on the audited ones");
  }
}
