package dev.belay.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.data.Reference.UnitTests;
import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    String code = text(row, "code");
    String entryPoint = text(row, "entry_point");
    if (entryPoint.isBlank()) {
      entryPoint = called(tests, defined(code));
    }
    String prefix = text(row, row.fields().hasNonNull("prefix") ? "prefix" : "prompt");
    boolean continued =
        row.fields().hasNonNull("prefix") || defined(prefix).contains(entryPoint.strip());
    return new UnitTests(continued ? prefix : "", entryPoint.strip(), setup(row), tests);
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

  /** The first thing that tests call: of what a reference solution defines, where there is one. */
  private static String called(List<String> tests, List<String> defined) {
    for (String test : tests) {
      Matcher calls = CALL.matcher(test);
      while (calls.find()) {
        String name = calls.group(1);
        if (defined.isEmpty() ? !OWN.contains(name) : defined.contains(name)) {
          return name.equals("check") || test.contains("def " + name) ? "" : name;
        }
      }
    }
    return "";
  }
}
