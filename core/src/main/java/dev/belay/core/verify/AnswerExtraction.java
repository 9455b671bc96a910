package dev.belay.core.verify;

import dev.belay.core.verify.Corrections.Correction;
import dev.belay.core.verify.Cues.Cue;
import dev.belay.core.verify.FoundAmount.Role;
import dev.belay.core.verify.Marks.Mark;
import dev.belay.core.verify.MathToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the final answer of a completion. In this order:
 *
 * <ol>
 *   <li>answers marked by {@code ####} (up to the end of its line), {@code \boxed{…}} or {@code
 *       <answer>…</answer>}: all of them must agree, and nothing else may stand in them;
 *   <li>the last "answer is …", "answer: …": the number it begins with, else the last of its
 *       sentence; after a colon the working may follow, of which the last number counts;
 *   <li>a first line that is nothing but a number, if no later number is as bare;
 *   <li>the last number of the text.
 * </ol>
 *
 * Where the text takes something back ("wait, …"), only what follows counts. A question that the
 * model asks itself after its answer, and what follows it, does not. What stands where the answer
 * should be and is no number (a root, an interval, a bound, a calculation without its result,
 * several numbers) is no answer, and no other number is taken for it.
 */
final class AnswerExtraction {
  /** May stand between "the answer is" and the number that it is. */
  private static final Set<String> FILLERS =
      Set.of(
          "about",
          "approximately",
          "exactly",
          "just",
          "simply",
          "therefore",
          "thus",
          "a",
          "the",
          "total",
          "of",
          "only",
          "now",
          "equal",
          "to",
          "clearly",
          "indeed",
          "then",
          "either",
          "also",
          "still",
          "roughly",
          "around",
          "really");

  private final String text;
  private final MathTokens tokens;
  private final Sentences sentences;
  private final AmountLinks links;
  private final List<FoundAmount> amounts;
  private final int end;

  private AnswerExtraction(String text) {
    this.text = text;
    this.tokens = MathTokens.of(text);
    this.sentences = new Sentences(tokens);
    this.links = new AmountLinks(tokens);
    List<FoundAmount> all =
        AmountContext.roles(tokens, sentences, new AmountScanner(tokens).scan());
    this.end = endOfAnswer(all);
    this.amounts = all.stream().filter(found -> found.from() < end).toList();
  }

  /**
   * What was found.
   *
   * @param answer the answer; null when there is none
   * @param exact the number that the answer rounds, if it is given beside it
   * @param shown the answer as it stands in the text; empty without one
   * @param how which rule found it, or why there is none
   * @param closed whether more text could not have changed it
   * @param several whether there is none because several different ones are given
   */
  record Result(
      @Nullable Amount answer,
      @Nullable Amount exact,
      String shown,
      String how,
      boolean closed,
      boolean several) {

    Result closed(boolean end) {
      return new Result(answer, exact, shown, how, end, several);
    }
  }

  static Result extract(String completion) {
    return new AnswerExtraction(completion).result();
  }

  private Result result() {
    Result result = settled();
    Amount answer = result.answer();
    return answer != null && new Denials(tokens, sentences).deny(answer, amounts)
        ? differing("%s is given and denied".formatted(shown(answer)))
        : result;
  }

  private Result settled() {
    Correction correction = new Corrections(tokens, sentences).last(end);
    int from = Math.min(correction.after(), end);
    List<Mark> marks = marks(from, correction.denies());
    if (!marks.isEmpty()) {
      return agreed(marks);
    }
    Result stated = stated(new Cues(tokens, sentences).all(), from);
    if (stated != null) {
      return stated;
    }
    Result opening = from == 0 ? opening() : null;
    return opening != null ? opening : lastOf(from, end, "last number", "no number");
  }

  /** Those after a correction; all where there are none, unless it calls them wrong. */
  private List<Mark> marks(int from, boolean denied) {
    List<Mark> all = Marks.of(tokens, amounts).stream().filter(mark -> mark.from() < end).toList();
    List<Mark> later = all.stream().filter(mark -> mark.from() >= from).toList();
    return later.isEmpty() && !denied ? all : later;
  }

  private static Result none(String how) {
    return new Result(null, null, "", how, false, false);
  }

  private static Result differing(String how) {
    return new Result(null, null, "", how, false, true);
  }

  private Result found(Amount answer, String how, boolean closed) {
    Amount exact = RoundedNumbers.exact(tokens, amounts, answer);
    return new Result(answer, exact, shown(answer), how, closed, false);
  }

  private String shown(Amount amount) {
    int last = Math.max(amount.from(), amount.to() - 1);
    return text.substring(tokens.at(amount.from()).start(), tokens.at(last).end());
  }

  /** Where a model begins to ask itself further questions; the end of the text without such. */
  private int endOfAnswer(List<FoundAmount> all) {
    int answered =
        all.stream().filter(FoundAmount::isGiven).mapToInt(FoundAmount::to).findFirst().orElse(-1);
    for (int i = Math.max(answered, 0); answered >= 0 && i < tokens.size(); i++) {
      if (AnswerEnd.asks(tokens, sentences, i)) {
        return i;
      }
    }
    return tokens.size();
  }

  private List<FoundAmount> in(int from, int to) {
    return amounts.subList(firstFrom(from), firstFrom(to)).stream()
        .filter(found -> !found.isPassive())
        .toList();
  }

  /** How many amounts begin before a token; they are in the order of the text. */
  private int firstFrom(int token) {
    int low = 0;
    int high = amounts.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (amounts.get(middle).from() < token) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private Result agreed(List<Mark> marks) {
    Amount answer = null;
    for (Mark mark : marks) {
      List<Amount> given = given(mark);
      if (given.isEmpty()) {
        return none("a marked answer holds no number");
      }
      for (Amount number : given) {
        if (answer != null && !answer.means(number)) {
          return differing(
              "the marked answers differ: %s, %s".formatted(shown(answer), shown(number)));
        }
        answer = number;
      }
    }
    boolean closed = marks.stream().allMatch(Mark::closed);
    return answer == null
        ? none("no number")
        : found(answer, Marks.rule(tokens, marks.getLast()), closed);
  }

  /** The numbers that a mark gives; none when something else stands in it. */
  private List<Amount> given(Mark mark) {
    List<Amount> given = new ArrayList<>();
    for (FoundAmount found : in(mark.from(), mark.to())) {
      if (found.is(Role.BLOCKED)) {
        return List.of();
      }
      if (found.isGiven()) {
        given.add(found.amount());
      }
    }
    Amount inWords = given.isEmpty() ? NumberWords.read(tokens, mark.from(), mark.to()) : null;
    return inWords == null ? given : List.of(inWords);
  }

  private @Nullable Result stated(List<Cue> cues, int from) {
    for (Cue cue : cues.reversed()) {
      boolean counts = cue.at() >= from && cue.at() < end && !sentences.isQuestion(cue.at());
      Result result = counts ? stated(cue) : null;
      if (result != null) {
        return result;
      }
    }
    return null;
  }

  private @Nullable Result stated(Cue cue) {
    int start = cue.at();
    while (cue.open() && start < end && tokens.is(start, Kind.NEWLINE)) {
      start++;
    }
    int stop = Math.min(end, sentences.end(start));
    List<FoundAmount> sentence = in(start, stop);
    FoundAmount first = sentence.isEmpty() ? null : sentence.getFirst();
    if (first == null) {
      Amount inWords = NumberWords.read(tokens, start, stop);
      return inWords == null ? null : found(inWords, "after \"answer\"", isEnd(stop));
    }
    if (first.isGiven() && isDirect(start, first.from())) {
      FoundAmount other = links.differing(first, in(0, end), true);
      return other == null
          ? found(first.amount(), "after \"answer\"", isEnd(stop))
          : offersChoice(first, other);
    }
    boolean working = cue.open() && !isDirect(start, first.from());
    Result last =
        lastOf(start, working ? end : stop, "after \"answer\"", "the answer is no number");
    return working || last.answer() == null ? last : last.closed(isEnd(stop));
  }

  private Result offersChoice(FoundAmount first, FoundAmount other) {
    return differing(
        "offers a choice: %s or %s".formatted(shown(first.amount()), shown(other.amount())));
  }

  /** Whether a sentence has ended there for certain: a point at the very end may be of a number. */
  private boolean isEnd(int at) {
    return tokens.is(at, Kind.NEWLINE) ? at < tokens.size() : at < tokens.size() - 1;
  }

  /** Whether nothing stands between that could make something else of the number. */
  private boolean isDirect(int start, int number) {
    for (int i = start; i < number; i++) {
      MathToken token = tokens.at(i);
      boolean label = token.is(Kind.OPEN) && tokens.is(i + 2, Kind.CLOSE) && i + 2 < number;
      boolean variable = (token.isLetter() || token.is(Kind.WORD)) && tokens.is(i + 1, Kind.EQUALS);
      boolean layout =
          token.is(Kind.OTHER)
              || token.is(Kind.COLON)
              || token.is(Kind.LEFT_BRACE)
              || token.is(Kind.EQUALS)
              || FILLERS.contains(token.word());
      if (label) {
        i += 2;
      } else if (!layout && !variable) {
        return false;
      }
    }
    return true;
  }

  /** A first line of nothing but a number, unless another line says another number as barely. */
  private @Nullable Result opening() {
    FoundAmount first = amounts.isEmpty() ? null : amounts.getFirst();
    if (first == null || !first.is(Role.ANSWER) || !isBareLine(first)) {
      return null;
    }
    boolean contradicted =
        amounts.stream()
            .anyMatch(
                found ->
                    found.is(Role.ANSWER)
                        && !found.amount().means(first.amount())
                        && (isBareLine(found) || concludes(found)));
    return contradicted ? null : found(first.amount(), "first line", true);
  }

  private boolean isBareLine(FoundAmount found) {
    int to = tokens.afterUnit(found.to());
    to = tokens.is(to, Kind.STOP) ? to + 1 : to;
    return sentences.startsLine(found.from()) && tokens.is(to, Kind.NEWLINE) && to < end;
  }

  private boolean concludes(FoundAmount found) {
    int start = sentences.start(found.from());
    return Set.of("so", "therefore", "thus", "hence", "finally").contains(tokens.at(start).word());
  }

  /** The last number of a part of the text, where nothing stands after it that is none. */
  private Result lastOf(int from, int to, String how, String none) {
    List<FoundAmount> all = answering(in(from, to));
    if (all.isEmpty()) {
      return none(none);
    }
    FoundAmount last = all.getLast();
    if (!last.isGiven()) {
      return none("ends in \"%s\", which is no answer".formatted(shown(last.amount())));
    }
    FoundAmount other = links.differing(last, all, false);
    return other == null ? found(last.amount(), how, false) : offersChoice(other, last);
  }

  /** Without what only checks an answer or explains it, where there is an answer before. */
  private List<FoundAmount> answering(List<FoundAmount> all) {
    int section = section(all);
    List<FoundAmount> answering =
        all.stream().filter(found -> !found.is(Role.ASIDE) && found.from() < section).toList();
    return answering.stream().anyMatch(FoundAmount::isGiven) ? answering : all;
  }

  /** Where an explanation begins after an answer. */
  private int section(List<FoundAmount> all) {
    int answered =
        all.stream()
            .filter(f -> f.is(Role.ANSWER))
            .mapToInt(FoundAmount::to)
            .findFirst()
            .orElse(end);
    for (int i = answered; i < end; i++) {
      boolean heading = tokens.is(i + 1, Kind.COLON) || tokens.is(i + 1, Kind.NEWLINE);
      if (heading && sentences.startsLine(i) && AnswerEnd.SECTIONS.contains(tokens.at(i).word())) {
        return i;
      }
    }
    return end;
  }
}
