package dev.belay.verify.puzzle.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where a completion says that what follows is its answer. */
final class Marks {

  private static final List<String> LINKS =
      List.of("would be", "should be", "must be", "is", "are", "=", ":");

  private Marks() {}

  /** What stands in {@code <answer>}, {@code \boxed} and after {@code ####}, in order. */
  static List<String> marked(String text) {
    List<String> marked = new ArrayList<>();
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.length() != text.length()) {
      lower = text; // Lengths differ for a few letters of other scripts; places must agree.
    }
    tags(text, lower, marked);
    boxes(text, marked);
    hashes(text, marked);
    return marked;
  }

  private static void tags(String text, String lower, List<String> into) {
    int at = lower.indexOf("<answer>");
    while (at >= 0) {
      int end = lower.indexOf("</answer>", at);
      if (end < 0) {
        return;
      }
      into.add(text.substring(at + 8, end));
      at = lower.indexOf("<answer>", end);
    }
  }

  private static void boxes(String text, List<String> into) {
    int at = text.indexOf("\\boxed{");
    while (at >= 0) {
      int end = closing(text, at + 7);
      if (end < 0) {
        return;
      }
      into.add(text.substring(at + 7, end));
      at = text.indexOf("\\boxed{", end);
    }
  }

  private static int closing(String text, int from) {
    int depth = 1;
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '{') {
        depth++;
      } else if (text.charAt(i) == '}' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private static void hashes(String text, List<String> into) {
    int at = text.indexOf("####");
    while (at >= 0) {
      int end = text.indexOf('\n', at);
      into.add(text.substring(at + 4, end < 0 ? text.length() : end));
      at = end < 0 ? -1 : text.indexOf("####", end);
    }
  }

  /** What follows "the answer is", "answer:" and the like: all of the text after it, in order. */
  static List<String> announced(String text) {
    List<String> announced = new ArrayList<>();
    String lower = Scan.lower(text);
    if (lower.length() != text.length()) {
      return announced;
    }
    int at = lower.indexOf("answer");
    while (at >= 0) {
      int end = afterLink(lower, at + 6);
      if (end >= 0) {
        announced.add(text.substring(end));
      }
      at = lower.indexOf("answer", at + 6);
    }
    return announced;
  }

  private static int afterLink(String lower, int from) {
    int at = skip(lower, from);
    for (String link : LINKS) {
      if (lower.startsWith(link, at)) {
        int end = skip(lower, at + link.length());
        boolean denied = lower.startsWith("not ", end);
        boolean word = Character.isLetter(link.charAt(0));
        boolean whole =
            !word
                || at + link.length() >= lower.length()
                || !Character.isLetterOrDigit(lower.charAt(at + link.length()));
        return denied || !whole ? -1 : lower.startsWith(":", end) ? end + 1 : end;
      }
    }
    return -1;
  }

  /** After blanks and emphasis. */
  private static int skip(String text, int from) {
    int i = from;
    while (i < text.length() && " *_\t\u00a0".indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }
}
