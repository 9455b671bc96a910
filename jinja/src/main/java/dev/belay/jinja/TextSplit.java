package dev.belay.jinja;

import dev.belay.jinja.value.BoundArguments;
import dev.belay.jinja.value.CodePoints;
import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Strings cut into parts. */
final class TextSplit {

  private TextSplit() {}

  static Object split(RenderContext context, String text, BoundArguments a) {
    int limit = limit(a);
    List<String> parts =
        a.present(0).isPresent() ? split(text, separator(a), limit) : words(text, limit);
    context.budget().list(parts.size());
    return parts;
  }

  static Object splitFromRight(RenderContext context, String text, BoundArguments a) {
    int limit = limit(a);
    List<String> parts =
        a.present(0).isPresent()
            ? splitFromRight(text, separator(a), limit)
            : wordsFromRight(text, limit);
    context.budget().list(parts.size());
    return parts;
  }

  private static int limit(BoundArguments a) {
    int given = a.count(1, -1);
    return given < 0 ? Integer.MAX_VALUE : given;
  }

  private static String separator(BoundArguments a) {
    String separator = a.text(0);
    if (separator.isEmpty()) {
      throw new JinjaException("empty separator");
    }
    return separator;
  }

  private static List<String> split(String text, String separator, int limit) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = text.indexOf(separator); i >= 0 && parts.size() < limit; ) {
      parts.add(text.substring(start, i));
      start = i + separator.length();
      i = text.indexOf(separator, start);
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static List<String> splitFromRight(String text, String separator, int limit) {
    List<String> parts = new ArrayList<>();
    int end = text.length();
    while (parts.size() < limit) {
      int i = text.lastIndexOf(separator, end - separator.length());
      if (i < 0 || end < separator.length()) {
        break;
      }
      parts.add(text.substring(i + separator.length(), end));
      end = i;
    }
    parts.add(text.substring(0, end));
    Collections.reverse(parts);
    return parts;
  }

  private static List<String> words(String text, int limit) {
    List<String> parts = new ArrayList<>();
    int i = skipSpace(text, 0);
    while (i < text.length()) {
      if (parts.size() == limit) {
        parts.add(text.substring(i));
        break;
      }
      int end = i;
      while (end < text.length() && !CodePoints.isSpace(text.charAt(end))) {
        end++;
      }
      parts.add(text.substring(i, end));
      i = skipSpace(text, end);
    }
    return parts;
  }

  private static int skipSpace(String text, int from) {
    int i = from;
    while (i < text.length() && CodePoints.isSpace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static List<String> wordsFromRight(String text, int limit) {
    List<String> parts = new ArrayList<>();
    String rest = Strip.right(text, Optional.empty());
    while (!rest.isEmpty()) {
      if (parts.size() == limit) {
        parts.add(rest);
        break;
      }
      int start = rest.length();
      while (start > 0 && !CodePoints.isSpace(rest.charAt(start - 1))) {
        start--;
      }
      parts.add(rest.substring(start));
      rest = Strip.right(rest.substring(0, start), Optional.empty());
    }
    Collections.reverse(parts);
    return parts;
  }

  /** {@code str.splitlines}: no empty line after the last line break. */
  static List<String> lines(String text, boolean keepEnds) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = start;
      while (end < text.length() && !isLineBreak(text.charAt(end))) {
        end++;
      }
      int next = end;
      if (next < text.length()) {
        next += text.startsWith("\r\n", end) ? 2 : 1;
      }
      lines.add(text.substring(start, keepEnds ? next : end));
      start = next;
    }
    return lines;
  }

  private static boolean isLineBreak(char c) {
    return (c >= 0x0a && c <= 0x0d)
        || (c >= 0x1c && c <= 0x1e)
        || c == 0x85
        || c == 0x2028
        || c == 0x2029;
  }

  /** {@code str.partition}, or {@code str.rpartition} from the right. */
  static Tuple partition(String text, BoundArguments a, boolean fromRight) {
    String separator = separator(a);
    int i = fromRight ? text.lastIndexOf(separator) : text.indexOf(separator);
    if (i < 0) {
      return fromRight ? Tuple.of("", "", text) : Tuple.of(text, "", "");
    }
    return Tuple.of(text.substring(0, i), separator, text.substring(i + separator.length()));
  }
}
