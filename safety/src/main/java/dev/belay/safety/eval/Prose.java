package dev.belay.safety.eval;

import java.util.ArrayList;
import java.util.List;

/** Sentences for a terminal, in lines that end between words. */
public final class Prose {

  /** Columns of a terminal that nobody made wider. */
  public static final int WIDTH = 80;

  private Prose() {}

  /** The text in lines of at most {@link #WIDTH} characters, each ended by {@code \n}. */
  public static String wrap(String text) {
    return wrap(text, "");
  }

  /**
   * The same, every line after the first of a paragraph indented. A line feed ends a paragraph;
   * blanks before one stay; a word that is longer than a line stays whole.
   */
  public static String wrap(String text, String indent) {
    StringBuilder wrapped = new StringBuilder();
    text.strip().lines().forEach(paragraph -> append(paragraph, indent, wrapped));
    return wrapped.toString();
  }

  /**
   * Text of strangers in lines of at most so many characters: it ends lines between words where it
   * can, and breaks a word that is longer than a line. Blanks at the beginning of a line stay.
   *
   * @param columns 2 or more
   */
  public static List<String> within(String text, int columns) {
    List<String> lines = new ArrayList<>();
    for (String paragraph : text.split("\n", -1)) {
      String rest = paragraph.stripTrailing();
      while (rest.length() > columns) {
        int blank = rest.lastIndexOf(' ', columns);
        boolean between = blank > 0 && !rest.substring(0, blank).isBlank();
        int end = between ? blank : wholeCharacters(rest, columns);
        lines.add(rest.substring(0, end).stripTrailing());
        rest = between ? rest.substring(end).stripLeading() : rest.substring(end);
      }
      lines.add(rest);
    }
    return lines;
  }

  /** No line ends inside a pair of surrogates. */
  private static int wholeCharacters(String text, int columns) {
    return Character.isHighSurrogate(text.charAt(columns - 1)) ? columns - 1 : columns;
  }

  private static void append(String paragraph, String indent, StringBuilder into) {
    int from = paragraph.length() - paragraph.stripLeading().length();
    StringBuilder line = new StringBuilder(" ".repeat(from));
    while (from < paragraph.length()) {
      int end = paragraph.indexOf(' ', from);
      String word = paragraph.substring(from, end < 0 ? paragraph.length() : end);
      from = end < 0 ? paragraph.length() : end + 1;
      if (word.isEmpty()) {
        continue;
      }
      boolean begins = line.toString().isBlank();
      if (!begins && line.length() + 1 + word.length() > WIDTH) {
        into.append(line).append('\n');
        line.setLength(0);
        line.append(indent);
        begins = true;
      }
      line.append(begins ? "" : " ").append(word);
    }
    into.append(line).append('\n');
  }
}
