package dev.belay.core.recipe;

import dev.belay.core.error.BadInputException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How recipes and commands name a suite: {@code NAME}, {@code NAME:LIMIT}, or either with a {@code
 * ?} for one that may be missing. In place of the name there may be a file.
 *
 * @param name the suite's name, or a file
 * @param limit at most so many prompts; 0 takes all
 * @param optional whether to go on without it when its files are not found
 */
public record SuiteName(String name, int limit, boolean optional) {

  private static final String ENDINGS =
      "(?i)\\.(?:jsonl|ndjson|json|csv|tsv|txt|parquet|ya?ml)(?:\\.gz)?";
  private static final Pattern ENDING = Pattern.compile(ENDINGS + "$");
  private static final Pattern FILE = Pattern.compile(ENDINGS + "(?::[0-9]++)?$");
  private static final Pattern FILE_LIMIT = Pattern.compile(":[0-9]++$");
  private static final Pattern SETTINGS = Pattern.compile("(?i).*\\.ya?ml");

  /** Whether a text is a file's name rather than a suite's: by its ending, or a slash. */
  public static boolean isFile(String text) {
    return text.indexOf('/') >= 0 || text.indexOf('\\') >= 0 || FILE.matcher(text).find();
  }

  /** Whether the file has a suite's settings rather than its prompts. */
  boolean isSettings() {
    return SETTINGS.matcher(name).matches();
  }

  /** What the results of a file's suite are called: its name without folder and ending. */
  static String ofFile(String file) {
    String last = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    return ENDING
        .matcher(last)
        .replaceFirst("")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9._-]+", "-")
        .replaceAll("^[.]+", "");
  }

  /**
   * Reads a name.
   *
   * @param limit the limit where the text gives none
   * @throws BadInputException when the limit is not a number above 0
   */
  public static SuiteName parse(String text, int limit) {
    boolean optional = text.endsWith("?");
    String plain = optional ? text.substring(0, text.length() - 1) : text;
    int colon = isFile(plain) ? limitOfFile(plain) : plain.indexOf(':');
    if (colon < 0) {
      return new SuiteName(plain, limit, optional);
    }
    String count = plain.substring(colon + 1);
    if (!count.matches("[1-9][0-9]{0,8}")) {
      throw new BadInputException(
          "found '" + text + "'; a suite is NAME, or NAME:LIMIT such as svamp:200.");
    }
    return new SuiteName(plain.substring(0, colon), Integer.parseInt(count), optional);
  }

  /** Where the limit of a file begins, whose own name may have colons; or -1. */
  private static int limitOfFile(String text) {
    Matcher matcher = FILE_LIMIT.matcher(text);
    return matcher.find() ? matcher.start() : -1;
  }
}
