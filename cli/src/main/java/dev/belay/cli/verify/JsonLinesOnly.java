package dev.belay.cli.verify;

import dev.belay.core.error.BadInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says of files that are no JSON Lines what they are, and what to do with them. */
final class JsonLinesOnly {

  private static final List<String> TABLES = List.of("csv", "tsv", "parquet", "xlsx", "xls");
  private static final List<String> RECIPES = List.of("yaml", "yml");

  private static final String READS =
      "belay verify reads JSON Lines, an object such as {\"id\", \"domain\", \"completion\"} a"
          + " line";

  private JsonLinesOnly() {}

  /**
   * Refuses files whose names say that they are something else.
   *
   * @throws BadInputException with all of them
   */
  static void require(List<Path> files) {
    List<String> issues =
        files.stream()
            .flatMap(file -> byName(file).stream().map(why -> file + ": " + why))
            .toList();
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
  }

  private static Optional<String> byName(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    String format = plain.substring(plain.lastIndexOf('.') + 1);
    if (TABLES.contains(format)) {
      return Optional.of(
          "is a table by its name (.%s); %s. Write it as such, as pandas does with df.to_json(FILE, orient=\"records\", lines=True)."
              .formatted(format, READS));
    }
    return RECIPES.contains(format)
        ? Optional.of("is YAML by its name; %s. A recipe is audited with --audit.".formatted(READS))
        : Optional.empty();
  }

  /** What to say of a file that begins with this line, if it is none; empty if it may be one. */
  static Optional<String> ofFirstLine(String line) {
    return line.strip().startsWith("[")
        ? Optional.of(
            "begins an array; %s. jq -c '.[]' FILE makes such lines of it.".formatted(READS))
        : Optional.empty();
  }

  /** What to say of a file without any completion. */
  static String ofEmpty() {
    return "is empty; " + READS + ".";
  }

  /** What to say of a file of which no line is an object. */
  static String ofNoObject() {
    return "has no line that is a JSON object; " + READS + ".";
  }
}
