package dev.belay.verify.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A fenced block of Markdown.
 *
 * @param language the first word after the fence, in lower case; empty where there is none
 * @param text the lines between the fences
 * @param closed whether it has an end
 */
record CodeBlock(String language, String text, boolean closed) {

  /** Words that close a block where models write them. */
  private static final List<String> ENDS = List.of("<|im_end|>", "<|endoftext|>", "</s>");

  /** The blocks of a text; the last may be open, as where a completion was cut off. */
  static List<CodeBlock> of(String text) {
    List<CodeBlock> blocks = new ArrayList<>();
    StringBuilder open = null;
    String fence = "";
    String language = "";
    for (String line : text.lines().toList()) {
      String stripped = line.strip();
      String marks = fence(stripped);
      if (open == null && !marks.isEmpty()) {
        String info = stripped.substring(marks.length()).strip();
        if (info.contains("`")) {
          continue; // A code span that fills a line.
        }
        fence = marks;
        language = word(info);
        open = new StringBuilder();
      } else if (open != null && (closes(stripped, fence) || ENDS.contains(stripped))) {
        blocks.add(new CodeBlock(language, open.toString(), true));
        open = null;
      } else if (open != null) {
        open.append(line).append('\n');
      }
    }
    if (open != null) {
      blocks.add(new CodeBlock(language, open.toString(), false));
    }
    return blocks;
  }

  private static boolean closes(String stripped, String fence) {
    return fence(stripped).startsWith(fence) && fence(stripped).length() == stripped.length();
  }

  /** The run of three or more backticks or tildes that a line begins with. */
  private static String fence(String line) {
    int end = 0;
    while (end < line.length() && line.charAt(end) == line.charAt(0)) {
      end++;
    }
    boolean marks = end >= 3 && (line.charAt(0) == '`' || line.charAt(0) == '~');
    return marks ? line.substring(0, end) : "";
  }

  private static String word(String info) {
    int end = 0;
    while (end < info.length() && Character.isLetterOrDigit(info.charAt(end))) {
      end++;
    }
    return info.substring(0, end).toLowerCase(Locale.ROOT);
  }
}
