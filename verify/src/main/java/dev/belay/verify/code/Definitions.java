package dev.belay.verify.code;

import java.util.List;

/** Lines of Python that define something, found without a parser. */
final class Definitions {

  private static final List<String> BEGINNINGS =
      List.of("import ", "from ", "def ", "class ", "async ", "@", "#", "\"\"\"");

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
