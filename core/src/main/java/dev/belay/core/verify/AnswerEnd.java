package dev.belay.core.verify;

import dev.belay.core.verify.MathRegions.Region;
import dev.belay.core.verify.MathToken.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Where the answer of a completion ends, and something else begins. */
final class AnswerEnd {
  private static final Set<String> QUESTIONS =
      Set.of("question", "q", "problem", "human", "user", "instruction", "exercise");

  static final Set<String> SECTIONS =
      Set.of(
          "explanation",
          "verification",
          "check",
          "note",
          "notes",
          "proof",
          "reasoning",
          "rationale",
          "justification");

  private AnswerEnd() {}

  /** Where a model begins to ask itself a further question; the text's length without such. */
  static int of(String text, MathTokens tokens, Sentences sentences, List<Region> regions) {
    int answered = regions.isEmpty() ? Integer.MAX_VALUE : regions.getFirst().to();
    for (int i = 0; i < tokens.size(); i++) {
      Kind kind = tokens.at(i).kind();
      boolean answers =
          kind == Kind.BOX
              || kind == Kind.HASHES
              || kind == Kind.ANSWER_OPEN
              || isAnswer(tokens, i);
      if (answers) {
        answered = Math.min(answered, tokens.at(i).end());
      }
      if (asks(tokens, sentences, i) && tokens.at(i).start() >= answered) {
        return tokens.at(i).start();
      }
    }
    return text.length();
  }

  /** Whether a line begins there that announces a question: {@code Question 2:}. */
  static boolean asks(MathTokens tokens, Sentences sentences, int at) {
    int colon = tokens.is(at + 1, Kind.NUMBER) ? at + 2 : at + 1;
    return sentences.startsLine(at)
        && QUESTIONS.contains(tokens.at(at).word())
        && tokens.is(colon, Kind.COLON);
  }

  private static boolean isAnswer(MathTokens tokens, int at) {
    Kind kind = tokens.at(at).kind();
    return tokens.at(at).isWord("answer") || kind == Kind.EQUALS || kind == Kind.NUMBER;
  }

  /** Where a heading begins a section that only explains, after some mathematics; else the end. */
  static int section(String text, int from, int to) {
    boolean mathematics = false;
    for (int line = from; line < to; ) {
      int next = text.indexOf('\n', line, to);
      next = next < 0 ? to : next + 1;
      String written = text.substring(line, next).strip();
      if (mathematics && isHeading(written)) {
        return line;
      }
      mathematics |= Words.hasMathematics(written);
      line = next;
    }
    return to;
  }

  private static boolean isHeading(String line) {
    String bare = line.replaceAll("[*#_\\s]++", "").toLowerCase(Locale.ROOT);
    int colon = bare.indexOf(':');
    return SECTIONS.contains(colon >= 0 ? bare.substring(0, colon) : bare);
  }
}
