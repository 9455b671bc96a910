package dev.belay.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.data.Reference.UnitTests;
import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads unit tests from a record in one of three forms: HumanEval's ({@code test}, {@code
 * entry_point}, and a {@code prompt} to be continued), MBPP's ({@code test_list}, {@code
 * test_setup_code} or {@code test_imports}), and a plain one: {@code tests}, a text or a list of
 * them, with {@code entry_point}, {@code prefix} and {@code setup} where there is need.
 */
public final class CodeTests {

  private static final List<String> COLUMNS = List.of("tests", "test_list", "test");
  private static final Pattern CALL = Pattern.compile("(?<![.\\w])([A-Za-z_]\\w*+)\\s*+\\(");
  private static final Pattern DEFINITION =
      Pattern.compile("^(?:async[ \\t]++)?(?:def|class)[ \\t]++(\\w++)", Pattern.MULTILINE);

  /** HumanEval's way to say what is tested, where it is said. */
  private static final Pattern CHECKED =
      Pattern.compile("^check\\((?!candidate\\))(\\w++)\\)", Pattern.MULTILINE);

  private static final Pattern OWN_DEFINITION =
      Pattern.compile("^[ \\t]*+(?:async[ \\t]++)?(?:def|class)[ \\t]++(\\w++)", Pattern.MULTILINE);
  private static final Pattern IMPORT =
      Pattern.compile("^[ \\t]*+(?:from|import)[ \\t]++(.*+)$", Pattern.MULTILINE);

  /** What is called in tests and is the language's own. */
  private static final List<String> OWN =
      List.of(
          "abs",
          "all",
          "and",
          "any",
          "assert",
          "bool",
          "bytes",
          "complex",
          "dict",
          "divmod",
          "enumerate",
          "filter",
          "float",
          "frozenset",
          "hash",
          "if",
          "in",
          "int",
          "is",
          "isinstance",
          "iter",
          "len",
          "list",
          "map",
          "max",
          "min",
          "next",
          "not",
          "or",
          "ord",
          "print",
          "range",
          "repr",
          "reversed",
          "round",
          "set",
          "sorted",
          "str",
          "sum",
          "tuple",
          "type",
          "zip",
          "Counter",
          "Decimal",
          "Fraction",
          "OrderedDict",
          "deque");

  private CodeTests() {}

  /** Whether a record has unit tests. */
  public static boolean has(DataRow row) {
    return COLUMNS.stream().anyMatch(column -> row.fields().hasNonNull(column));
  }

  /**
   * The unit tests of a record.
   *
   * @throws BadInputException when a column is missing or of another kind than is needed
   */
  public static UnitTests of(DataRow row) {
    String column = row.oneOf(COLUMNS);
    List<String> tests = texts(row, column);
    String prefix = text(row, row.fields().hasNonNull("prefix") ? "prefix" : "prompt");
    String entryPoint = text(row, "entry_point").strip();
    if (entryPoint.isEmpty()) {
      entryPoint = called(tests, defined(text(row, "code")), defined(prefix));
    }
    boolean continued = row.fields().hasNonNull("prefix") || defined(prefix).contains(entryPoint);
    return new UnitTests(continued ? prefix : "", entryPoint, setup(row), tests);
  }

  private static String setup(DataRow row) {
    List<String> parts = new ArrayList<>();
    for (String column : List.of("test_imports", "test_setup_code", "setup")) {
      if (row.fields().hasNonNull(column)) {
        parts.addAll(texts(row, column));
      }
    }
    parts.removeIf(String::isBlank);
    return String.join("\n", parts);
  }

  private static List<String> texts(DataRow row, String column) {
    JsonNode value = row.fields().path(column);
    List<String> texts = new ArrayList<>();
    for (JsonNode one : value.isArray() ? value : List.of(value)) {
      if (!one.isTextual()) {
        throw new BadInputException(
            "%s: column \"%s\" must be text or a list of texts, found %s."
                .formatted(row.source(), column, DataRow.shortened(one.toString())));
      }
      texts.add(lines(one.textValue()));
    }
    return texts;
  }

  /** A column's text, with its blanks; empty where it is missing or no text. */
  private static String text(DataRow row, String column) {
    return lines(row.fields().path(column).asText(""));
  }

  private static String lines(String text) {
    return text.replace("\r\n", "\n");
  }

  /** What a program defines at its top. */
  private static List<String> defined(String program) {
    return DEFINITION.matcher(program).results().map(found -> found.group(1)).toList();
  }

  /**
   * What tests call: what they hand to their own {@code check}; else the first of what a reference
   * solution or the prompt defines; else the first that is neither the language's nor their own.
   */
  private static String called(List<String> tests, List<String> solution, List<String> prompt) {
    String all = String.join("\n", tests);
    Matcher checked = CHECKED.matcher(all);
    if (checked.find()) {
      return checked.group(1);
    }
    List<String> known = solution.isEmpty() ? prompt : solution;
    List<String> own = new ArrayList<>(OWN);
    Stream.of(OWN_DEFINITION, IMPORT)
        .flatMap(pattern -> pattern.matcher(all).results())
        .forEach(found -> own.addAll(List.of(found.group(1).split("\\W+", -1))));
    return CALL.matcher(all)
        .results()
        .map(found -> found.group(1))
        .filter(name -> known.isEmpty() ? !own.contains(name) : known.contains(name))
        .findFirst()
        .orElse(known.isEmpty() ? "" : known.getLast());
  }
}
