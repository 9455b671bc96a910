package dev.belay.core.verify;

import dev.belay.core.verify.MathToken.Kind;
import java.util.Arrays;
import java.util.Set;

/** Where the sentences of a text begin and end, by tokens. A line's end ends a sentence too. */
final class Sentences {

  /** Sentences with these words go over an answer again, or offer more help. */
  private static final Set<String> CHECKS =
      Set.of("check", "checking", "verify", "verification", "verifying", "double-check");

  private static final Set<String> OFFERS = Set.of("let", "feel", "would", "do", "need", "want");
  private static final Set<String> OFFERED = Set.of("know", "free", "you", "help", "like", "me");

  private final MathTokens tokens;
  private final int[] start;
  private final int[] end;

  Sentences(MathTokens tokens) {
    this.tokens = tokens;
    this.start = new int[tokens.size() + 1];
    this.end = new int[tokens.size() + 1];
    int from = 0;
    for (int i = 0; i < tokens.size(); i++) {
      start[i] = from;
      if (isEnd(i)) {
        Arrays.fill(end, from, i + 1, i);
        from = i + 1;
      }
    }
    Arrays.fill(end, from, tokens.size() + 1, tokens.size());
    start[tokens.size()] = from;
  }

  private boolean isEnd(int at) {
    return switch (tokens.at(at).kind()) {
      case STOP, QUESTION, NEWLINE -> true;
      case BANG -> tokens.at(at + 1).spaced();
      default -> false;
    };
  }

  /** The first token of the sentence that a token is in. */
  int start(int at) {
    return start[Math.min(at, start.length - 1)];
  }

  /** The token that ends it, a full stop or a line's end; the number of tokens without one. */
  int end(int at) {
    return end[Math.min(at, end.length - 1)];
  }

  /** Whether the sentence of a token is a question. */
  boolean isQuestion(int at) {
    return tokens.is(end(at), Kind.QUESTION);
  }

  /** Whether it begins a line. */
  boolean startsLine(int at) {
    return at == 0 || tokens.is(at - 1, Kind.NEWLINE);
  }

  /** Whether the sentence checks an answer, rather than give one. */
  boolean checks(int at) {
    return begins(at, CHECKS, 6);
  }

  /** Whether the sentence offers the reader more. */
  boolean offers(int at) {
    return begins(at, OFFERS, 2) && begins(at, OFFERED, 4);
  }

  /** Whether one of the first words of a sentence is among these. */
  private boolean begins(int at, Set<String> words, int first) {
    int from = start(at);
    for (int i = from; i < Math.min(end(at), from + first); i++) {
      if (words.contains(tokens.at(i).word())) {
        return true;
      }
    }
    return false;
  }
}
