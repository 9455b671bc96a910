package dev.belay.verify.instruction;

import java.util.List;

/** Marks that a text must have: placeholders, bullets, highlights, sections, a title. */
final class FormatCheckers {

  private static final List<String> ANSWERS =
      List.of("My answer is yes.", "My answer is no.", "My answer is maybe.");
  private static final List<String> FENCES = List.of("```json", "```Json", "```JSON", "```");
  private static final String FENCE = "```";

  private FormatCheckers() {}

  /** At least so many stretches in square brackets, each within a line. */
  static Checker placeholders(Arguments arguments) {
    int least = arguments.count("num_placeholders", 0);
    return text ->
        PythonText.split(text, "\n").stream().mapToInt(FormatCheckers::countPlaceholders).sum()
            >= least;
  }

  private static int countPlaceholders(String line) {
    int count = 0;
    int end = 0;
    for (int at = line.indexOf('['); at >= 0; at = line.indexOf('[', end)) {
      end = line.indexOf(']', at) + 1;
      if (end == 0) {
        return count;
      }
      count++;
    }
    return count;
  }

  /** Exactly so many lines that begin with one asterisk or with a dash. */
  static Checker bullets(Arguments arguments) {
    int wanted = arguments.count("num_bullets", 0);
    return text -> countBullets(text, '*') + countBullets(text, '-') == wanted;
  }

  /**
   * A bullet reaches to the end of its line; an asterisk at the end of a line takes the next line
   * with it.
   */
  private static int countBullets(String text, char mark) {
    int count = 0;
    int from = 0;
    while (from < text.length()) {
      int at = PythonText.skip(text, from, PythonText::isSpace);
      boolean bullet = at < text.length() && text.charAt(at) == mark;
      int rest = at + 1;
      if (mark == '*') {
        bullet = bullet && rest < text.length() && text.charAt(rest) != '*';
        rest++;
      }
      int end = text.indexOf('\n', bullet ? rest : at);
      if (bullet) {
        count++;
      }
      from = end < 0 ? text.length() : end + 1;
    }
    return count;
  }

  /** One of three given answers stands somewhere. */
  static Checker constrainedResponse(Arguments arguments) {
    return text -> ANSWERS.stream().anyMatch(text::contains);
  }

  /** At least so many stretches between asterisks, single or double, each within a line. */
  static Checker highlights(Arguments arguments) {
    int least = arguments.count("num_highlights", 0);
    return text -> countHighlights(text, "*") + countHighlights(text, "**") >= least;
  }

  private static int countHighlights(String text, String mark) {
    int count = 0;
    int width = mark.length();
    int at = text.indexOf(mark);
    while (at >= 0) {
      int end = PythonText.skip(text, at + width, c -> c != '*' && c != '\n');
      boolean closed = text.startsWith(mark, end);
      if (closed && !PythonText.isBlank(text.substring(at + width, end))) {
        count++;
      }
      at = text.indexOf(mark, closed ? end + width : at + 1);
    }
    return count;
  }

  /** At least so many times the word for a section with a number after it. */
  static Checker sections(Arguments arguments) {
    String word = arguments.text("section_spliter");
    int least = arguments.count("num_sections", 0);
    return text -> countSections(text, word) >= least;
  }

  private static int countSections(String text, String word) {
    int count = 0;
    int at = text.indexOf(word);
    while (at >= 0) {
      int number = at + word.length();
      if (number < text.length() && PythonText.isSpace(text.charAt(number))) {
        number++;
      }
      int end = PythonText.skip(text, number, Character::isDigit);
      if (end > number) {
        count++;
      }
      at = text.indexOf(word, end > number ? end : at + 1);
    }
    return count;
  }

  /** JSON and nothing else, at most in a fence of three ticks. */
  static Checker json(Arguments arguments) {
    return text -> JsonText.isValid(PythonText.strip(unfenced(PythonText.strip(text))));
  }

  private static String unfenced(String text) {
    String inner = text;
    for (String fence : FENCES) {
      inner = inner.startsWith(fence) ? inner.substring(fence.length()) : inner;
    }
    return inner.endsWith(FENCE) ? inner.substring(0, inner.length() - FENCE.length()) : inner;
  }

  /** A title in double angular brackets, within a line. */
  static Checker title(Arguments arguments) {
    return text -> PythonText.split(text, "\n").stream().anyMatch(FormatCheckers::hasTitle);
  }

  private static boolean hasTitle(String line) {
    int from = line.indexOf("<<");
    int to = line.lastIndexOf(">>");
    if (from < 0 || to < from + 3) {
      return false;
    }
    int inner = PythonText.skip(line, from, c -> c == '<');
    int end = to;
    while (end > inner && line.charAt(end - 1) == '>') {
      end--;
    }
    return inner < end && !PythonText.isBlank(line.substring(inner, end));
  }

  /** A postscript's mark stands somewhere, in either case. */
  static Checker postscript(Arguments arguments) {
    String marker = arguments.text("postscript_marker");
    return text -> {
      String small = PythonText.lower(text);
      return switch (marker) {
        case "P.P.S" -> hasInitials(small, "p.", "p.", "s");
        case "P.S." -> hasInitials(small, "p.", "s.");
        default -> small.contains(PythonText.lower(marker));
      };
    };
  }

  /** Whether parts stand one after the other, at most one white space between two. */
  private static boolean hasInitials(String text, String... parts) {
    for (int at = text.indexOf(parts[0]); at >= 0; at = text.indexOf(parts[0], at + 1)) {
      if (followed(text, at, parts)) {
        return true;
      }
    }
    return false;
  }

  private static boolean followed(String text, int start, String... parts) {
    int at = start;
    for (int i = 0; i < parts.length; i++) {
      if (i > 0 && at < text.length() && PythonText.isSpace(text.charAt(at))) {
        at++;
      }
      if (!text.startsWith(parts[i], at)) {
        return false;
      }
      at += parts[i].length();
    }
    return true;
  }
}
