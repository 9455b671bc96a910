package dev.belay.core.verify;

import dev.belay.core.verify.MathToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a text says that an answer follows: "the answer is", "Answer:", "Final answer" on a line of
 * its own, and the same in other languages.
 */
final class Cues {
  private static final Set<String> ANSWER =
      Set.of(
          "answer",
          "antwort",
          "respuesta",
          "r\u00e9ponse",
          "reponse",
          "risposta",
          "resposta",
          "antwoord",
          "svar",
          "odpowied\u017a",
          "odpov\u011b\u010f",
          "cevap",
          "jawaban",
          "\u043e\u0442\u0432\u0435\u0442",
          "\u0432\u0456\u0434\u043f\u043e\u0432\u0456\u0434\u044c",
          "\u0627\u0644\u062c\u0648\u0627\u0628",
          "\u0627\u0644\u0625\u062c\u0627\u0628\u0629",
          "\u0909\u0924\u094d\u0924\u0930",
          "r\u00e1spuns",
          "v\u00e1lasz");

  private static final List<String> UNSPACED =
      List.of("\u7b54\u6848", "\u7b54\u3048", "\uc815\ub2f5", "\ub2f5", "\u7b54");

  private static final char FIRST_UNSPACED = '\u1100';

  private static final Set<String> VERBS =
      Set.of(
          "is",
          "was",
          "equals",
          "are",
          "be",
          "ist",
          "lautet",
          "es",
          "est",
          "\u00e8",
          "e",
          "\u00e9",
          "\u00e4r",
          "jest",
          "\u044d\u0442\u043e",
          "adalah");

  private static final Set<String> HEDGES =
      Set.of("thought", "initially", "suppose", "assume", "assuming", "if", "guessed");

  /** Between "answer" and its verb. */
  private static final int MAX_TOKENS = 16;

  private final MathTokens tokens;
  private final Sentences sentences;

  Cues(MathTokens tokens, Sentences sentences) {
    this.tokens = tokens;
    this.sentences = sentences;
  }

  /**
   * A place after which an answer should stand.
   *
   * @param at the first token of what follows
   * @param open whether working may follow rather than one sentence: after a colon or a heading
   */
  record Cue(int at, boolean open) {}

  /** All of them, in the order of the text. */
  List<Cue> all() {
    List<Cue> cues = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      Cue cue = tokens.is(i, Kind.WORD) && !isHedged(i) ? cue(i) : null;
      if (cue != null) {
        cues.add(cue);
      }
    }
    return cues;
  }

  private @Nullable Cue cue(int word) {
    String text = tokens.at(word).word();
    boolean unspaced =
        text.charAt(0) >= FIRST_UNSPACED && UNSPACED.stream().anyMatch(text::contains);
    if (!unspaced && !ANSWER.contains(text)) {
      return null;
    }
    int last = Math.min(sentences.end(word), word + MAX_TOKENS);
    for (int i = word + 1; i < last; i++) {
      MathToken token = tokens.at(i);
      if (token.is(Kind.COLON) || token.is(Kind.EQUALS)) {
        return new Cue(i + 1, token.is(Kind.COLON));
      }
      if (VERBS.contains(token.word())) {
        boolean colon = tokens.is(i + 1, Kind.COLON);
        return new Cue(colon ? i + 2 : i + 1, colon);
      }
    }
    int end = sentences.end(word);
    boolean heading =
        end == word + 1 && tokens.is(end, Kind.NEWLINE) && word - sentences.start(word) <= 2;
    return unspaced ? new Cue(word + 1, true) : heading ? new Cue(word + 1, true) : null;
  }

  private boolean isHedged(int at) {
    for (int i = Math.max(sentences.start(at), at - MAX_TOKENS); i < at; i++) {
      if (HEDGES.contains(tokens.at(i).word())) {
        return true;
      }
    }
    return false;
  }
}
