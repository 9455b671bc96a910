package dev.belay.core.verify;

import dev.belay.core.verify.Corrections.Correction;
import dev.belay.core.verify.Cues.Cue;
import dev.belay.core.verify.Marks.Mark;
import dev.belay.core.verify.MathRegions.Region;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the final answer of a completion where it may be any expression or words. In this order:
 *
 * <ol>
 *   <li>answers marked by {@code \boxed{…}}, {@code ####} (up to the end of its line) or {@code
 *       <answer>…</answer>}: all must be equal, unless they stand side by side as a list;
 *   <li>the last "answer is …", "answer: …": what follows in its clause, else the last expression
 *       of its sentence; after a colon the working may follow, of which the last expression counts;
 *   <li>a completion that is nothing but an answer, or a first line that is, where no later line
 *       says another;
 *   <li>the last expression of the text.
 * </ol>
 *
 * <p>What the text takes back, a question that the model asks itself and what follows it, and
 * sentences that only check an answer are passed over, as {@link AnswerExtraction} does for
 * numbers. What is ruled out ("not", "at most") or reckoned with ("twice") is no answer.
 */
final class ExpressionExtraction {
  /** Lines that only say that what stands between is mathematics. */
  private static final Set<String> DISPLAY = Set.of("\\[", "\\]", "$$");

  /** A longer completion is not taken for a bare answer. */
  private static final int MOST_BARE = 200;

  private static final int MOST_LINES = 200;

  private static final Set<String> CONCLUSIONS =
      Set.of("so", "therefore", "thus", "hence", "finally");

  private final String text;
  private final MathTokens tokens;
  private final Sentences sentences;
  private final Clauses clauses;
  private final Reading reading;
  private final int end;

  private ExpressionExtraction(String text, Reading reading) {
    this.text = text;
    this.tokens = MathTokens.of(text);
    this.sentences = new Sentences(tokens);
    this.reading = reading;
    List<Region> regions = MathRegions.of(text);
    this.clauses = new Clauses(text, regions, reading);
    this.end = AnswerEnd.of(text, tokens, sentences, regions);
  }

  /** How pieces of the text are read. */
  interface Reading {

    /** Whether it is mathematics that can be read, rather than words. */
    boolean isMathematics(String piece);

    /** Whether it is words that mean mathematics, such as "all real numbers". */
    boolean isMathematicsInWords(String piece);

    /** Whether two pieces say the same answer. */
    boolean same(String piece, String other);

    /** Whether the answer that is looked for is words. */
    boolean wantsWords();
  }

  /** The final answer of a text. */
  static Found extract(String completion, Reading reading) {
    return new ExpressionExtraction(completion, reading).found(true);
  }

  /** The final answer of what stands in a mark. */
  static Found within(String marked, Reading reading) {
    return new ExpressionExtraction(marked, reading).found(false);
  }

  private Found found(boolean deep) {
    Correction correction = new Corrections(tokens, sentences).last(tokens.before(end));
    int after = correction.after();
    int from = after == 0 ? 0 : Math.min(end, tokens.at(after - 1).end());
    List<Mark> marks = marks(from, correction.denies());
    Found marked = new MarkedAnswers(text, tokens, reading, deep).found(marks);
    if (marked != null) {
      return marked;
    }
    Found stated = stated(new Cues(tokens, sentences).all(), from);
    if (stated != null) {
      return stated;
    }
    Found alone = from == 0 ? alone() : null;
    return alone != null ? alone : last(from, end, "last expression");
  }

  /** Those after a correction; all where there are none, unless it calls them wrong. */
  private List<Mark> marks(int from, boolean denied) {
    List<Mark> all =
        Marks.of(tokens, AmountContext.roles(tokens, sentences, new AmountScanner(tokens).scan()))
            .stream()
            .filter(mark -> tokens.at(mark.from() - 1).start() < end)
            .toList();
    List<Mark> later =
        all.stream().filter(mark -> tokens.at(mark.from() - 1).start() >= from).toList();
    return later.isEmpty() && !denied ? all : later;
  }

  private @Nullable Found stated(List<Cue> cues, int from) {
    for (Cue cue : cues.reversed()) {
      int at = tokens.at(cue.at() - 1).end();
      boolean counts = at >= from && at <= end && !sentences.isQuestion(cue.at());
      Found found = counts ? stated(at, cue.open()) : null;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable Found stated(int at, boolean open) {
    int start = clauses.skipped(at, open);
    int stop = Math.min(end, clauses.sentences().end(start));
    if (start >= stop) {
      return null;
    }
    Piece direct = clauses.direct(start, stop);
    if (direct != null) {
      return found(direct, "after \"answer\"", isClosed(stop));
    }
    if (open) {
      return last(start, end, "after \"answer\"");
    }
    Piece within = clauses.last(start, stop);
    return within == null
        ? Found.none("what follows \"answer\" is no answer")
        : found(within, "after \"answer\"", isClosed(stop));
  }

  private static Found found(Piece piece, String how, boolean closed) {
    return new Found(piece.text(), how, closed, piece.list());
  }

  /** Whether a sentence has ended there for certain: a point at the very end may be of a number. */
  private boolean isClosed(int stop) {
    return stop < text.length()
        && (text.charAt(stop) == '\n' || !text.substring(stop + 1).isEmpty());
  }

  /** The whole completion, or its first line, where that is an answer and nothing else. */
  private @Nullable Found alone() {
    String whole = text.strip();
    if (whole.length() <= MOST_BARE && whole.indexOf('\n') < 0) {
      String bare = AnswerText.bare(whole);
      boolean answer = reading.isMathematics(bare) || (reading.wantsWords() && Words.areFew(bare));
      return answer ? new Found(bare, "whole completion", false, false) : null;
    }
    List<String> lines =
        whole
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !DISPLAY.contains(line))
            .limit(MOST_LINES)
            .toList();
    if (lines.isEmpty()) {
      return null;
    }
    String first = AnswerText.bare(lines.getFirst());
    if (first.length() > MOST_BARE || whole.indexOf('\n') < 0) {
      return null;
    }
    if (reading.wantsWords()) {
      return inWords(first, AnswerText.bare(lines.getLast()), whole);
    }
    boolean only =
        reading.isMathematics(first)
            && lines.stream().skip(1).noneMatch(line -> contradicts(line, first));
    return only ? new Found(first, "first line", true, false) : null;
  }

  /** A first line of few words before an empty one, or a last line of few words. */
  private static @Nullable Found inWords(String first, String last, String whole) {
    boolean apart = whole.startsWith("\n\n", whole.indexOf('\n'));
    if (apart && Words.areFew(first) && !first.contains(":")) {
      return new Found(first, "first line", true, false);
    }
    return Words.areFew(last) ? new Found(last, "last line", false, false) : null;
  }

  private boolean contradicts(String line, String first) {
    String bare = AnswerText.bare(line);
    boolean concludes = CONCLUSIONS.contains(Words.first(line));
    boolean another = bare.length() <= MOST_BARE && reading.isMathematics(bare);
    return (another && !reading.same(bare, first)) || (concludes && Words.hasMathematics(line));
  }

  /** The last expression of a part of the text, where nothing stands after it that is none. */
  private Found last(int from, int to, String how) {
    int stop = AnswerEnd.section(text, from, to);
    List<Integer> ends = clauses.sentences().ends(from, stop);
    for (int i = ends.size() - 1; i >= 0; i--) {
      int start = i == 0 ? from : ends.get(i - 1) + 1;
      int close = ends.get(i);
      String sentence = text.substring(Math.min(start, close), close);
      boolean aside = Words.offers(sentence) || (i > 0 && Words.checks(sentence));
      if (aside || !(Words.hasMathematics(sentence) || clauses.hasRegion(start, close))) {
        continue;
      }
      if (close < text.length() && text.charAt(close) == '?') {
        return Found.none("ends in a question");
      }
      Piece piece = clauses.last(start, close);
      return piece == null
          ? Found.none("ends in \"%s\", which is no answer".formatted(Words.shortened(sentence)))
          : found(piece, how, false);
    }
    return Found.none("no answer");
  }
}
