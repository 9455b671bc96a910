package dev.belay.safety.correction;

import dev.belay.core.stats.Rate;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What a table of corrected figures must say beneath. */
public final class CorrectionNotes {
  private CorrectionNotes() {}

  /** Lines on the judges' errors, where they were measured, and what is assumed. */
  public static String of(
      Collection<String> judges, Function<String, Optional<MeasuredErrors>> errors) {
    StringBuilder text = new StringBuilder();
    for (String judge : judges) {
      text.append("Corrected for the errors of ").append(judge).append(": ");
      text.append(errors.apply(judge).map(CorrectionNotes::measured).orElse(NOT_AUDITED));
    }
    return text.toString();
  }

  private static final String NOT_AUDITED =
      "none were measured; audit it with belay judge --audit.\n";

  private static String measured(MeasuredErrors errors) {
    String figures =
        "sensitivity %s, specificity %s\n  (%s).\n"
            .formatted(share(errors.sensitivity()), share(errors.specificity()), errors.source());
    return errors.defined()
        ? figures
            + "  That it errs as often on these models is assumed; by audit: with the errors on"
            + " each audited model alone.\n"
        : figures + "  Their sum is not clearly above 1: nothing can be corrected.\n";
  }

  private static String share(Optional<Rate> rate) {
    return rate.map(r -> String.format(Locale.ROOT, "%.3f of %d", r.value(), r.n())).orElse("-");
  }
}
