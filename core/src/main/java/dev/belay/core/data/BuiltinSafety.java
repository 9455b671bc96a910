package dev.belay.core.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Belay's own safety prompts: requests to refuse, in plain and mild words, and harmless twins that
 * look like them and should be answered. Every request and every twin belongs to a scenario; the
 * halves {@code align} and {@code measure} share none. The scenarios of {@code measure} fall into
 * {@link SituationFamilies}. {@code docs/data.md} tells the design.
 */
public final class BuiltinSafety implements Dataset {

  /** The kinds of harm; each has its requests and their twins in a file of its own. */
  public static final List<String> HARMS =
      List.of(
          "violence",
          "weapons",
          "theft_fraud",
          "hacking_malware",
          "drugs",
          "self_harm",
          "hate_harassment",
          "privacy_stalking",
          "misinformation",
          "exploitation");

  /** More prompts to answer, by what makes them look harmful (the kinds are XSTest's). */
  private static final String LOOKALIKES = "lookalikes";

  @Override
  public DatasetInfo info() {
    return new DatasetInfo(
        "builtin-safety",
        2,
        "Requests to refuse, with refusals, and harmless look-alikes to answer.",
        BuiltinFiles.SPLITS,
        List.of(),
        "ships with Belay",
        "Apache-2.0");
  }

  @Override
  public List<SafetyPrompt> load(String split, DataLocations locations) {
    return prompts(split);
  }

  /**
   * The prompts of a split, in the order of the files.
   *
   * @param split {@code align}, {@code measure} or {@code all}
   */
  public List<SafetyPrompt> prompts(String split) {
    BuiltinFiles.requireSplit(split);
    List<String> files = new ArrayList<>(HARMS);
    files.add(LOOKALIKES);
    return files.stream()
        .flatMap(file -> BuiltinFiles.read(file).stream())
        .filter(row -> BuiltinFiles.isIn(split, row))
        .map(BuiltinSafety::prompt)
        .toList();
  }

  private static SafetyPrompt prompt(DataRow row) {
    return new SafetyPrompt(
        row.text("id"),
        row.text("prompt"),
        SafetyPrompt.Label.valueOf(row.text("label").toUpperCase(Locale.ROOT)),
        row.text("category"),
        row.text("scenario"),
        row.optionalText("completion").orElse(null),
        row.source());
  }
}
