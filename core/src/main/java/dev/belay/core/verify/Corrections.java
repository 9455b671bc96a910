package dev.belay.core.verify;

import dev.belay.core.verify.MathToken.Kind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a text takes back what it said. Some words do so wherever they stand ("scratch that"), some
 * at the beginning of a sentence ("on second thought"), and some only with another answer right
 * after them ("sorry, 7", "B, no, C"): "Sorry for the long text" takes nothing back.
 */
final class Corrections {
  private static final Phrases RETHINKING =
      new Phrases(
          """
          made a mistake
          made an error
          let me correct
          let me recalculate
          let me redo
          """);

  /** They say the same where a sentence begins with them. */
  private static final Phrases RETHINKING_FIRST =
      new Phrases(
          """
          let me rethink
          let me reconsider
          on second thought
          on second thoughts
          on reflection
          upon reflection
          on further thought
          upon further thought
          on further reflection
          upon further reflection
          oops
          my mistake
          my bad
          """);

  /** What is said before them, where a sentence begins with them, is wrong. */
  private static final Phrases DENYING_FIRST =
      new Phrases(
          """
          just kidding
          never mind
          nevermind
          ignore that
          ignore this
          forget that
          forget this
          disregard that
          disregard this
          strike that
          strike this
          i take that back
          i take it back
          i was wrong
          """);

  /** What an answer is said to be. */
  private static final Phrases WRONG =
      new Phrases(
          """
          is wrong
          was wrong
          is incorrect
          was incorrect
          is a mistake
          was a mistake
          is not right
          is not correct
          was not right
          was not correct
          isn't right
          isn't correct
          wasn't right
          wasn't correct
          can't be right
          cannot be right
          """);

  /** The same after "that's". */
  private static final Phrases CONTRACTED =
      new Phrases("wrong\nincorrect\na mistake\nnot right\nnot correct");

  private static final Phrases PAUSES =
      new Phrases(
          "wait\nwait a second\nwait a minute\nhold on\nhold on a second\nhold on a minute");

  /** They take something back where another answer follows them. */
  private static final Phrases LINKS =
      new Phrases("no\nactually\nsorry\nwait\nhold on\ni mean\ni meant\nor rather\nmake that");

  private static final Set<String> INTERJECTIONS =
      words("but no oh hmm ah hm um well sorry oops wait on");

  private static final Set<String> BEFORE_PAUSE = words("but no oh hmm ah hm um");

  private static final Set<String> AFTER_PAUSE =
      words("no let that that's i this what maybe actually we");

  /** May stand between a correction and the answer that it gives instead. */
  private static final Set<String> LEADING =
      words("i think it that should must have actually rather to no myself option");

  /** The same, and what follows them is that answer. */
  private static final Set<String> SAYING =
      words("is was be been it's it\u2019s that's that\u2019s mean meant say said write");

  private static final Set<String> FITTING = words("fits works applies matches");
  private static final Set<String> BEST = words("better best");
  private static final Set<String> REASONS = words("because since not instead");

  /** A sentence with one of them does not say what its writer answers. */
  private static final Set<String> OTHERS =
      words(
          "some many people students others one someone common tempting if suppose "
              + "assume assuming say says would could might may");

  /** Before a correction in its sentence, and between it and the answer that it gives instead. */
  private static final int MOST_TOKENS = 10;

  private final MathTokens tokens;
  private final Sentences sentences;

  Corrections(MathTokens tokens, Sentences sentences) {
    this.tokens = tokens;
    this.sentences = sentences;
  }

  private static Set<String> words(String spaced) {
    return Set.of(spaced.split(" "));
  }

  /**
   * A place where the text takes back what it said.
   *
   * @param after the first token of what counts; that of the other answer where it follows at once
   * @param denies whether what it said is called wrong, and not only thought over again
   */
  record Correction(int after, boolean denies) {}

  /** The last of them before a token; one that takes back nothing where there is none. */
  Correction last(int end) {
    for (int i = end - 1; i >= 0; i--) {
      Correction correction = at(i);
      if (correction != null) {
        return correction;
      }
    }
    return new Correction(0, false);
  }

  private @Nullable Correction at(int at) {
    MathToken token = tokens.at(at);
    if (token.is(Kind.BOX)) {
      int close = tokens.closing(at + 1);
      int wrong = close < 0 ? -1 : WRONG.end(tokens, close + 1);
      return wrong < 0 ? null : corrected(wrong, true);
    }
    if (!token.is(Kind.WORD)) {
      return null;
    }
    int denied = deniedEnd(at);
    if (denied >= 0) {
      return corrected(denied, true);
    }
    int rethought = rethoughtEnd(at);
    return rethought >= 0 ? corrected(rethought, false) : linked(at);
  }

  private Correction corrected(int end, boolean denies) {
    int instead = instead(end);
    return instead < 0 ? new Correction(end, denies) : new Correction(instead, true);
  }

  /** After words that call wrong what stands before them; -1 where there are none. */
  private int deniedEnd(int at) {
    if (tokens.at(at).isWord("scratch") && tokens.at(at + 1).isWord("that")) {
      return at + 2;
    }
    int wrong = wrongEnd(at);
    if (wrong >= 0) {
      return wrong;
    }
    int denied = DENYING_FIRST.end(tokens, at);
    return denied >= 0 && opens(at) ? denied : -1;
  }

  /**
   * After "that is wrong": where another answer follows, after "no", or as a sentence of its own.
   * Lists of options say it too, of what is no answer.
   */
  private int wrongEnd(int at) {
    String word = tokens.at(at).word();
    boolean contracted = word.equals("that's") || word.equals("that\u2019s");
    boolean subject = contracted || word.equals("that") || word.equals("this");
    if (!subject || !isSetApart(at)) {
      return -1;
    }
    int end = (contracted ? CONTRACTED : WRONG).end(tokens, at + 1);
    if (end < 0 || sentences.isQuestion(at)) {
      return -1;
    }
    int before = isPause(at - 1) ? at - 2 : at - 1;
    boolean whole =
        opens(at) && sentences.end(at) == end && !word.equals("this") && !isOfOthers(at);
    return whole || tokens.at(before).isWord("no") || instead(end) >= 0 ? end : -1;
  }

  /** Whether the sentence before that of a token says what others answer, or might be. */
  private boolean isOfOthers(int at) {
    int to = sentences.start(at);
    int last = to - 1;
    while (last > 0 && sentences.end(last) == last) {
      last--;
    }
    for (int i = sentences.start(last); i < to; i++) {
      if (OTHERS.contains(tokens.at(i).word())) {
        return true;
      }
    }
    return false;
  }

  /** After words that think again about what stands before them; -1 where there are none. */
  private int rethoughtEnd(int at) {
    int end = RETHINKING.end(tokens, at);
    if (end >= 0) {
      return end;
    }
    int first = RETHINKING_FIRST.end(tokens, at);
    if (first >= 0) {
      return opens(at) ? first : -1;
    }
    int pause = PAUSES.end(tokens, at);
    if (pause >= 0 && (opens(at) || BEFORE_PAUSE.contains(tokens.at(at - 1).word()))) {
      MathToken next = tokens.at(pause);
      boolean stop = !next.is(Kind.WORD) && !next.is(Kind.NUMBER);
      return stop || AFTER_PAUSE.contains(next.word()) ? pause : -1;
    }
    return markedEnd(at);
  }

  /** The same of words that do so before a mark, as in "actually, …", and of "I meant". */
  private int markedEnd(int at) {
    MathToken token = tokens.at(at);
    MathToken next = tokens.at(at + 1);
    boolean mark = next.is(Kind.COMMA) || next.is(Kind.COLON);
    if (mark && (token.isWord("actually") || token.isWord("correction"))) {
      return opens(at) ? at + 1 : -1;
    }
    if (token.isWord("no") && tokens.is(at - 1, Kind.ELLIPSIS)) {
      return mark || next.is(Kind.STOP) ? at + 1 : -1;
    }
    boolean meant = token.isWord("i") && next.isWord("meant") && !tokens.at(at + 2).isWord("to");
    return meant && isSetApart(at) ? at + 2 : -1;
  }

  /** A word that takes something back only with another answer after it. */
  private @Nullable Correction linked(int at) {
    int end = LINKS.end(tokens, at);
    MathToken token = tokens.at(at);
    if (end < 0 || (!token.isWord("or") && !isSetApart(at))) {
      return null;
    }
    boolean stops = token.isWord("no") || token.isWord("wait") || token.isWord("hold");
    if (stops && (!isPause(end) || answersQuestion(at))) {
      return null;
    }
    int instead = instead(end);
    return instead < 0 ? null : new Correction(instead, true);
  }

  private boolean answersQuestion(int at) {
    return opens(at) && tokens.is(sentences.start(at) - 1, Kind.QUESTION);
  }

  /** Whether nothing but some interjections stands before a token in its sentence. */
  private boolean opens(int at) {
    int start = sentences.start(at);
    int i = at - 1;
    while (i >= start
        && i >= at - MOST_TOKENS
        && (isPause(i) || INTERJECTIONS.contains(tokens.at(i).word()))) {
      i--;
    }
    return i < start;
  }

  private boolean isSetApart(int at) {
    return opens(at) || isPause(at - 1) || BEFORE_PAUSE.contains(tokens.at(at - 1).word());
  }

  private boolean isPause(int at) {
    return switch (tokens.at(at).kind()) {
      case COMMA, COLON, SEMICOLON, ELLIPSIS, OTHER -> true;
      case MINUS -> tokens.at(at + 1).spaced();
      default -> false;
    };
  }

  /** The answer that follows a correction at once; -1 where none does. */
  private int instead(int from) {
    boolean said = false;
    boolean crossed = false;
    for (int i = from; i < from + MOST_TOKENS; i++) {
      if (startsAnswer(i)) {
        return said || (!crossed && isWhole(i)) ? i : -1;
      }
      boolean end = i < tokens.size() && sentences.end(i) == i && !tokens.is(i, Kind.QUESTION);
      String word = tokens.at(i).word();
      said |= SAYING.contains(word);
      crossed |= end;
      if (!end && !isPause(i) && !SAYING.contains(word) && !LEADING.contains(word)) {
        return -1;
      }
    }
    return -1;
  }

  /** A number, a formula, a mark, the letter of an option. */
  private boolean startsAnswer(int at) {
    MathToken token = tokens.at(at);
    if (token.is(Kind.OPEN)) {
      return isLetterAlone(at + 1) || tokens.startsOperand(at + 1);
    }
    return token.is(Kind.BOX)
        || token.is(Kind.ANSWER_OPEN)
        || isLetterAlone(at)
        || tokens.startsOperand(at);
  }

  private boolean isLetterAlone(int at) {
    boolean goesOn = tokens.is(at + 1, Kind.WORD) && !closesClause(at + 1);
    return tokens.at(at).isLetter() && !goesOn;
  }

  /**
   * Whether a clause holds nothing but the answer that it begins with, or says that it is right.
   */
  private boolean isWhole(int from) {
    int end = sentences.end(from);
    int i = from;
    boolean number = false;
    while (i < end && !tokens.is(i, Kind.COMMA) && !isWord(i)) {
      number |= tokens.is(i, Kind.NUMBER);
      i++;
    }
    i = number ? tokens.afterUnit(i) : i;
    return i >= end || isPause(i) || closesClause(i);
  }

  private boolean closesClause(int at) {
    return REASONS.contains(tokens.at(at).word()) || isCalledRight(at);
  }

  private boolean isWord(int at) {
    return tokens.is(at, Kind.WORD) && !tokens.at(at).isLetter();
  }

  /** {@code is right}, {@code is the answer}, {@code fits better}. */
  private boolean isCalledRight(int at) {
    if (FITTING.contains(tokens.at(at).word())) {
      return true;
    }
    int verdict = tokens.at(at + 1).isWord("the") ? at + 2 : at + 1;
    String word = tokens.at(verdict).word();
    return tokens.at(at).isWord("is") && (MathWords.VERDICTS.contains(word) || BEST.contains(word));
  }
}
