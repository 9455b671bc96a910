package dev.belay.core.data;

import dev.belay.core.error.BadInputException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first line of a CSV file, which names the columns, and Excel's line before it. */
final class CsvHeader {

  /** How Excel is told what stands between fields. */
  private static final Pattern SEPARATOR_LINE =
      Pattern.compile("\\A\"?sep=(?<sign>[^\"\\r\\n])\"?(?=\\r?\\n|\\z)", Pattern.CASE_INSENSITIVE);

  private static final String SEPARATORS = ",;|\t";

  private CsvHeader() {}

  /** What the file itself says that stands between its fields. */
  static Optional<Character> separator(String text) {
    Matcher line = SEPARATOR_LINE.matcher(text);
    return line.find() ? Optional.of(line.group("sign").charAt(0)) : Optional.empty();
  }

  /** The text without what says so; the line stays, and is empty. */
  static String withoutSeparatorLine(String text) {
    return SEPARATOR_LINE.matcher(text).replaceFirst("");
  }

  /**
   * Refuses names that leave it open which column is which.
   *
   * @param delimiter what stands between fields
   * @throws BadInputException with what to do
   */
  static void check(SourceLine source, List<String> names, char delimiter) {
    if (names.size() == 1) {
      refuseOtherSeparator(source, names.getFirst(), delimiter);
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).isBlank()) {
        throw new BadInputException(
            "%s: bad header: column %d has no name; name it, or leave it out, as pandas does with index=False. Found: %s."
                .formatted(source, i + 1, shown(names)));
      }
      if (!seen.add(names.get(i))) {
        throw new BadInputException(
            "%s: bad header: two columns have the name \"%s\"; rename one. Found: %s."
                .formatted(source, names.get(i), shown(names)));
      }
    }
  }

  private static void refuseOtherSeparator(SourceLine source, String header, char delimiter) {
    SEPARATORS
        .chars()
        .filter(sign -> sign != delimiter && header.indexOf(sign) >= 0)
        .findFirst()
        .ifPresent(
            sign -> {
              throw new BadInputException(
                  "%s: bad header: one column is named, \"%s\", with %s in it; fields are separated by %s here. %s begin it with a line that says so: sep=%s"
                      .formatted(
                          source,
                          DataRow.shortened(header.replace('\t', ' ')),
                          named(sign),
                          named(delimiter),
                          sign == '\t'
                              ? "Give the file a name that ends in .tsv, or"
                              : "Write it with those, or",
                          Character.toString(sign)));
            });
  }

  private static String named(int sign) {
    return switch (sign) {
      case '\t' -> "tabs";
      case ',' -> "commas";
      case ';' -> "semicolons";
      default -> "\"" + Character.toString(sign) + "\"";
    };
  }

  private static String shown(List<String> names) {
    return DataRow.shortened(String.join(", ", names));
  }
}
