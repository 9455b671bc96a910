package dev.belay.core.verify;

import dev.belay.core.verify.ExpressionExtraction.Reading;
import dev.belay.core.verify.Marks.Mark;
import dev.belay.core.verify.MathToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the marked answers of a completion say together. */
final class MarkedAnswers {
  /** More of them are no final answer. */
  private static final int MOST = 40;

  private static final Set<String> CONJUNCTIONS =
      Set.of("and", "or", "und", "oder", "et", "ou", "y", "o", "e");

  private final String text;
  private final MathTokens tokens;
  private final Reading reading;

  /** Whether sentences in marks are looked into; so that marks in marks cost little. */
  private final boolean deep;

  MarkedAnswers(String text, MathTokens tokens, Reading reading, boolean deep) {
    this.text = text;
    this.tokens = tokens;
    this.reading = reading;
    this.deep = deep;
  }

  /** What they say; null when there are none. */
  @Nullable Found found(List<Mark> marks) {
    if (marks.isEmpty()) {
      return null;
    }
    if (marks.size() > MOST) {
      return Found.differing("more than %d marked answers".formatted(MOST));
    }
    List<String> said = new ArrayList<>();
    for (Mark mark : marks) {
      String answer = answer(mark);
      if (answer.isEmpty()) {
        return Found.none("a marked answer holds nothing that is one, " + Marks.rule(tokens, mark));
      }
      said.add(answer);
    }
    return agreed(marks, said);
  }

  private Found agreed(List<Mark> marks, List<String> said) {
    int first = said.size() - 1;
    while (first > 0 && links(marks.get(first - 1), marks.get(first))) {
      first--;
    }
    List<String> last = distinct(said.subList(first, said.size()));
    String whole = String.join(", ", last);
    for (String earlier : said.subList(0, first)) {
      boolean agrees =
          reading.same(earlier, whole) || last.stream().anyMatch(one -> reading.same(earlier, one));
      if (!agrees) {
        return Found.differing(
            "the marked answers differ: %s, %s"
                .formatted(Words.shortened(earlier), Words.shortened(whole)));
      }
    }
    boolean closed = marks.stream().allMatch(Mark::closed);
    boolean list = last.size() > 1 || AnswerText.isList(whole);
    return new Found(whole, Marks.rule(tokens, marks.getLast()), closed, list);
  }

  private List<String> distinct(List<String> all) {
    List<String> distinct = new ArrayList<>();
    for (String one : all) {
      if (distinct.stream().noneMatch(other -> reading.same(one, other))) {
        distinct.add(one);
      }
    }
    return distinct;
  }

  private String answer(Mark mark) {
    if (mark.from() == mark.to()) {
      return "";
    }
    int from = tokens.at(mark.from() - 1).end();
    int to = mark.to() < tokens.size() ? tokens.at(mark.to()).start() : text.length();
    String written = text.substring(from, to);
    String bare = AnswerText.bare(written);
    boolean box = tokens.is(mark.from() - 2, Kind.BOX);
    if (!deep || box || bare.isEmpty() || reading.isMathematics(bare)) {
      return bare;
    }
    // A sentence, or working, in <answer> or after ####.
    Found within = ExpressionExtraction.within(written, reading);
    return within.isEmpty() && reading.wantsWords() ? bare : within.text();
  }

  /** Whether nothing but a conjunction, a comma or a name stands between two boxes. */
  private boolean links(Mark left, Mark right) {
    boolean boxes = tokens.is(left.from() - 2, Kind.BOX) && tokens.is(right.from() - 2, Kind.BOX);
    boolean joined = false;
    for (int i = left.to() + 1; boxes && i < right.from() - 2; i++) {
      MathToken token = tokens.at(i);
      boolean conjunction = CONJUNCTIONS.contains(token.word());
      joined |= conjunction || token.is(Kind.COMMA) || token.is(Kind.SEMICOLON);
      boolean name = token.isLetter() && tokens.is(i + 1, Kind.EQUALS);
      boolean layout =
          token.is(Kind.EQUALS) || token.is(Kind.LEFT_BRACE) || token.is(Kind.RIGHT_BRACE);
      if (!conjunction && !name && !layout && !token.is(Kind.COMMA) && !token.is(Kind.SEMICOLON)) {
        return false;
      }
    }
    return joined;
  }
}
