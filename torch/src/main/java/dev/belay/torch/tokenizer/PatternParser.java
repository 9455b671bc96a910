package dev.belay.torch.tokenizer;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the part of Oniguruma's syntax that cuts of text are written in. What is not in it (back
 * references, calls, conditions, repeated groups of varying length, quantifiers of quantifiers) is
 * unknown.
 */
final class PatternParser {

  private static final int MAX_LENGTH = 4096;
  private static final int MAX_DEPTH = 20;
  private static final String CLASSES = "sSdDwWhHrntfvae";
  private static final String ANCHORS = "bBAZzG";

  /** An expression outside the known syntax. */
  static final class UnknownPatternException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private record Times(int least, int most, boolean possessive) {}

  private static final Times ONCE = new Times(1, 1, false);

  private final String pattern;
  private int at;
  private int depth;

  private PatternParser(String pattern) {
    this.pattern = pattern;
  }

  /** The alternatives, each a sequence of parts. */
  static List<List<PatternPart>> parse(String pattern) throws UnknownPatternException {
    PatternParser parser = new PatternParser(pattern);
    if (pattern.length() > MAX_LENGTH) {
      throw new UnknownPatternException();
    }
    List<List<PatternPart>> alternatives = parser.alternatives();
    parser.require(parser.at == pattern.length());
    return alternatives;
  }

  private void require(boolean holds) throws UnknownPatternException {
    if (!holds) {
      throw new UnknownPatternException();
    }
  }

  private boolean atEnd() {
    return at >= pattern.length();
  }

  private char next() throws UnknownPatternException {
    require(!atEnd());
    return pattern.charAt(at++);
  }

  private boolean skip(String text) {
    boolean found = pattern.startsWith(text, at);
    at += found ? text.length() : 0;
    return found;
  }

  private List<List<PatternPart>> alternatives() throws UnknownPatternException {
    require(++depth <= MAX_DEPTH);
    List<List<PatternPart>> alternatives = new ArrayList<>();
    do {
      List<PatternPart> sequence = new ArrayList<>();
      while (!atEnd() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
        part(sequence);
      }
      alternatives.add(List.copyOf(sequence));
    } while (skip("|"));
    depth--;
    return List.copyOf(alternatives);
  }

  private void part(List<PatternPart> sequence) throws UnknownPatternException {
    int start = at;
    char c = next();
    switch (c) {
      case '(' -> group(start, sequence);
      case '[' -> {
        characterClass();
        sequence.add(atom(start));
      }
      case '\\' -> {
        boolean anchor = !atEnd() && ANCHORS.indexOf(pattern.charAt(at)) >= 0;
        escape();
        sequence.add(anchor ? assertion(start) : atom(start));
      }
      case '^', '$' -> sequence.add(assertion(start));
      case '*', '+', '?' -> throw new UnknownPatternException();
      default -> {
        at += Character.isHighSurrogate(c) && !atEnd() ? 1 : 0;
        sequence.add(atom(start));
      }
    }
  }

  private PatternPart atom(int start) throws UnknownPatternException {
    String text = pattern.substring(start, at);
    Times times = times();
    return new PatternPart.Atom(text, times.least(), times.most(), times.possessive());
  }

  private PatternPart assertion(int start) throws UnknownPatternException {
    require(times().equals(ONCE));
    return new PatternPart.Atom(pattern.substring(start, at), 1, 1, true);
  }

  private void escape() throws UnknownPatternException {
    char c = next();
    if (c == 'p' || c == 'P' || (c == 'x' && pattern.startsWith("{", at))) {
      require(skip("{"));
      int close = pattern.indexOf('}', at);
      require(close > at && pattern.substring(at, close).matches("\\^?[A-Za-z0-9_ -]{1,40}"));
      at = close + 1;
    } else if (c == 'x' || c == 'u') {
      int digits = c == 'x' ? 2 : 4;
      require(at + digits <= pattern.length());
      require(pattern.substring(at, at + digits).matches("[0-9a-fA-F]+"));
      at += digits;
    } else {
      boolean known = CLASSES.indexOf(c) >= 0 || ANCHORS.indexOf(c) >= 0;
      require(known || !(Character.isLetterOrDigit(c) || Character.isSurrogate(c)));
    }
  }

  /** Up to the closing bracket; classes may stand in classes. */
  private void characterClass() throws UnknownPatternException {
    require(++depth <= MAX_DEPTH);
    skip("^");
    skip("]");
    for (char c = next(); c != ']'; c = next()) {
      if (c == '\\') {
        escape();
      } else if (c == '[') {
        characterClass();
      }
    }
    depth--;
  }

  private void group(int start, List<PatternPart> sequence) throws UnknownPatternException {
    boolean look = skip("?=") || skip("?!") || skip("?<=") || skip("?<!");
    boolean atomic = !look && skip("?>");
    if (!look && !atomic && skip("?") && !skip(":")) {
      while (!atEnd() && "im-".indexOf(pattern.charAt(at)) >= 0) {
        at++;
      }
      if (skip(")")) {
        return; // Flags for what follows.
      }
      require(skip(":"));
    }
    List<List<PatternPart>> inside = alternatives();
    require(skip(")"));
    String text = pattern.substring(start, at);
    Times times = times();
    if (look) {
      require(times.equals(ONCE));
      sequence.add(new PatternPart.Look(inside));
    } else if (times.most() <= PatternPart.BOUND) {
      require(!times.possessive());
      sequence.add(new PatternPart.Group(inside, times.least(), times.most(), atomic));
    } else {
      require(inside.size() == 1 && inside.getFirst().stream().allMatch(PatternParser::isFixed));
      require(!inside.getFirst().isEmpty());
      sequence.add(new PatternPart.Atom(text, times.least(), times.most(), times.possessive()));
    }
  }

  private static boolean isFixed(PatternPart part) {
    return part instanceof PatternPart.Atom atom
        && atom.least() == atom.most()
        && !atom.isUnbounded();
  }

  private Times times() throws UnknownPatternException {
    if (atEnd()) {
      return ONCE;
    }
    Times times =
        switch (pattern.charAt(at)) {
          case '*' -> simple(0, Integer.MAX_VALUE);
          case '+' -> simple(1, Integer.MAX_VALUE);
          case '?' -> simple(0, 1);
          case '{' -> counted();
          default -> ONCE;
        };
    boolean stacked = !atEnd() && !times.equals(ONCE) && "*+?".indexOf(pattern.charAt(at)) >= 0;
    require(!stacked);
    return times;
  }

  private Times simple(int least, int most) {
    at++;
    boolean possessive = skip("+");
    if (!possessive) {
      skip("?"); // Taking little first is going back the other way round.
    }
    return new Times(least, most, possessive);
  }

  private Times counted() throws UnknownPatternException {
    int close = pattern.indexOf('}', at);
    require(close > at);
    String inside = pattern.substring(at + 1, close);
    require(inside.matches("\\d{1,5}(,\\d{0,5})?|,\\d{1,5}"));
    at = close + 1;
    int comma = inside.indexOf(',');
    int least = comma == 0 ? 0 : Integer.parseInt(comma < 0 ? inside : inside.substring(0, comma));
    String more = comma < 0 ? inside : inside.substring(comma + 1);
    int most = more.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(more);
    require(most >= least && (most == Integer.MAX_VALUE || most <= 1_000));
    skip("?");
    return new Times(least, most, false);
  }
}
