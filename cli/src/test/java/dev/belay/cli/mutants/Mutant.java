package dev.belay.cli.mutants;

import java.nio.file.Path;

/**
 * One small change to one source file.
 *
 * @param name what it is called: an operator, or the name of a planted fault
 * @param file the source, below the repository's root
 * @param start offset of the first character replaced
 * @param end offset after the last
 * @param line the line it is on, from 1
 * @param original the text replaced
 * @param replacement what comes in its place
 */
record Mutant(
    String name, Path file, int start, int end, int line, String original, String replacement) {

  /** The mutated source. */
  String apply(String source) {
    return source.substring(0, start) + replacement + source.substring(end);
  }

  /** One line for a person. */
  String describe() {
    return "%s:%d  %s:  %s  →  %s"
        .formatted(file, line, name, oneLine(original), oneLine(replacement));
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.isEmpty() ? "(nothing)" : line.length() <= 90 ? line : line.substring(0, 89) + "…";
  }
}
