package dev.belay.core.data;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Belay's own safety prompts: requests to refuse, in plain and mild words, and harmless twins that
 * look like them and should be answered. Every request and every twin belongs to a scenario; the
 * halves {@code align} and {@code measure} share none.
 */
public final class BuiltinSafety implements Dataset {

  /** The kinds of harm; each is a file of requests with their twins. */
  public static final List<String> CATEGORIES =
      List.of("violence", "weapons", "theft_fraud", "hacking_malware");

  private static final String FOLDER = "builtin/";

  @Override
  public DatasetInfo info() {
    return new DatasetInfo(
        "builtin-safety",
        1,
        "Requests to refuse with refusals, and harmless look-alikes to answer.",
        List.of("align", "measure", "all"),
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
    if (!info().splits().contains(split)) {
      throw new IllegalArgumentException("no split " + split + "; there are " + info().splits());
    }
    List<SafetyPrompt> prompts = new ArrayList<>();
    for (String category : CATEGORIES) {
      List<DataRow> rows = readResource(FOLDER + category + ".jsonl");
      rows.stream()
          .filter(row -> split.equals("all") || row.text("split").equals(split))
          .map(BuiltinSafety::prompt)
          .forEach(prompts::add);
    }
    return List.copyOf(prompts);
  }

  private static SafetyPrompt prompt(DataRow row) {
    String label = row.text("label");
    return new SafetyPrompt(
        row.text("id"),
        row.text("prompt"),
        SafetyPrompt.Label.valueOf(label.toUpperCase(Locale.ROOT)),
        row.text("category"),
        row.text("scenario"),
        row.optionalText("completion").orElse(null),
        row.source());
  }

  private static List<DataRow> readResource(String name) {
    try (InputStream in = BuiltinSafety.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new BadInputException("the installation is incomplete: no " + name);
      }
      return JsonRows.readLines(Path.of(name), in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
