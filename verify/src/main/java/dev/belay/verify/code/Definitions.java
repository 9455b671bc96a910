package dev.belay.verify.code;

import java.util.List;

/** Lines of Python that define something, found without a parser. */
final class Definitions {

  private static final List<String> BEGINNINGS =
      List.of("import ", "from ", "def ", "class ", "async ", "@", "#", "\"\"\"");

  /** What a line begins with that may still be inside a body though it is not indented. */
  private static final String ENCLOSED = "#)]}'\"`~";

  private Definitions() {}

  /** Whether some line defines the name, at whatever indentation; true for no name. */
  static boolean defines(String text, String name) {
    return name.isEmpty() || text.lines().anyMatch(line -> isDefinition(line.strip(), name));
  }

  private static boolean isDefinition(String line, String name) {
    String rest = line.startsWith("async ") ? line.substring(6).stripLeading() : line;
    for (String keyword : List.of("def ", "class ")) {
      if (rest.startsWith(keyword)) {
        return isWord(rest.substring(keyword.length()).stripLeading(), name);
      }
    }
    return isWord(rest, name) && isAssigned(rest.substring(name.length()).stripLeading());
  }

  private static boolean isAssigned(String rest) {
    return rest.startsWith("=") && !rest.startsWith("==");
  }

  private static boolean isWord(String text, String name) {
    return text.startsWith(name)
        && (text.length() == name.length()
            || !Character.isUnicodeIdentifierPart(text.charAt(name.length())));
  }

  /**
   * Whether the definition of a name is over: a line that is not indented follows its body. Without
   * the definition, or a name, the body is what is indented.
   */
  static boolean isOver(String text, String name) {
    boolean sought = !name.isEmpty() && defines(text, name);
    boolean begun = false;
    boolean body = false;
    for (String line : text.lines().toList()) {
      if (line.isBlank()) {
        continue;
      }
      boolean indented = Character.isWhitespace(line.charAt(0));
      if (indented) {
        body = begun || !sought;
      } else if (body && ENCLOSED.indexOf(line.charAt(0)) < 0) {
        return true;
      } else if (sought && !body) {
        begun = isDefinition(line.strip(), name);
      }
    }
    return false;
  }

  /** The text from the first line that code begins with. */
  static String fromFirstLineOfCode(String text) {
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf('\n', from);
      String line = text.substring(from, end < 0 ? text.length() : end);
      if (BEGINNINGS.stream().anyMatch(line::startsWith)) {
        return text.substring(from);
      }
      if (end < 0) {
        break;
      }
      from = end + 1;
    }
    return text;
  }
}
