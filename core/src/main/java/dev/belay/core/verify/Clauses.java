package dev.belay.core.verify;

import dev.belay.core.verify.ExpressionExtraction.Reading;
import dev.belay.core.verify.MathRegions.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The expressions in the sentences and clauses of a completion, in dollar signs or plain. */
final class Clauses {

  /** May stand between "the answer is" and the answer. */
  private static final Set<String> FILLERS =
      Set.of(
          "about",
          "approximately",
          "exactly",
          "just",
          "simply",
          "therefore",
          "thus",
          "clearly",
          "indeed",
          "then",
          "also",
          "still",
          "really",
          "now",
          "given",
          "by",
          "equal",
          "to",
          "is",
          "hence",
          "so");

  /** They begin a clause after an answer. */
  private static final Set<String> OPENERS =
      Set.of(
          "because",
          "since",
          "as",
          "which",
          "so",
          "where",
          "when",
          "for",
          "if",
          "with",
          "that",
          "this",
          "by",
          "hence",
          "therefore",
          "thus",
          "given",
          "whenever",
          "using",
          "after");

  private static final Set<String> CONJUNCTIONS =
      Set.of("and", "or", "und", "oder", "et", "ou", "y", "o", "e");

  private static final List<String> VERBS =
      List.of(
          " is ", " are ", " equals ", " gives ", " be ", " get ", " yields ", " obtain ", ": ");

  private static final int MOST_CUTS = 8;

  private final String text;
  private final List<Region> regions;
  private final Reading reading;
  private final TextSentences sentences;

  Clauses(String text, List<Region> regions, Reading reading) {
    this.text = text;
    this.regions = regions;
    this.reading = reading;
    this.sentences = new TextSentences(text, regions);
  }

  TextSentences sentences() {
    return sentences;
  }

  /** After blanks, emphasis, quotes, fillers and an option's label; line ends where they may be. */
  int skipped(int from, boolean lines) {
    int at = from;
    while (at < text.length()) {
      int next = afterLayout(at, lines);
      String word = Words.word(text, next);
      next = FILLERS.contains(word) ? next + word.length() : afterLabel(next);
      if (next == at) {
        return at;
      }
      at = next;
    }
    return at;
  }

  private int afterLayout(int from, boolean lines) {
    int at = from;
    while (at < text.length() && isLayout(text.charAt(at), lines)) {
      at++;
    }
    if (lines || at == text.length() || text.charAt(at) != '\n') {
      return at;
    }
    int next = at;
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    return startingAt(next) == null ? at : next;
  }

  private static boolean isLayout(char c, boolean lines) {
    return (Character.isWhitespace(c) && (lines || c != '\n'))
        || Character.isSpaceChar(c)
        || Character.getType(c) == Character.FORMAT
        || "*_`\":=\u201c\uff1a".indexOf(c) >= 0;
  }

  /** After {@code (B) }, {@code B) } and {@code B. } where something follows. */
  private int afterLabel(int at) {
    int letter = text.startsWith("(", at) ? at + 1 : at;
    boolean option =
        letter < text.length() && text.charAt(letter) >= 'A' && text.charAt(letter) <= 'J';
    int mark = letter + 1;
    boolean closed =
        option
            && mark < text.length()
            && (text.charAt(mark) == ')' || (letter == at && text.charAt(mark) == '.'));
    int next = mark + 1;
    boolean more =
        closed
            && next + 1 < text.length()
            && text.charAt(next) == ' '
            && text.charAt(next + 1) != '\n';
    return more ? next + 1 : at;
  }

  boolean hasRegion(int from, int to) {
    return !within(from, to).isEmpty();
  }

  private @Nullable Region startingAt(int at) {
    Region region = MathRegions.around(regions, at);
    return region != null && region.from() == at ? region : null;
  }

  private List<Region> within(int from, int to) {
    return regions.stream().filter(r -> r.from() >= from && r.to() <= to).toList();
  }

  /** The answer that begins at a position and ends before another; null when none does. */
  @Nullable Piece direct(int start, int stop) {
    Region first = startingAt(start);
    if (first != null && first.to() <= stop) {
      List<Region> run = linked(first, within(start, stop), true);
      if (!Words.continueIt(text.substring(run.getLast().to(), stop))) {
        return piece(run);
      }
    }
    String said = withoutDelimiters(start, stop);
    if (reading.wantsWords()) {
      String words = firstClause(said);
      return Words.areFew(words) ? new Piece(words, false) : null;
    }
    if (said.isEmpty() || Words.startsMathematics(said, 0)) {
      return said.isEmpty() ? null : mathematics(said);
    }
    String words = firstClause(said);
    boolean meant = Words.areFew(words) && reading.isMathematicsInWords(words);
    return meant ? new Piece(words, false) : null;
  }

  /** The last expression between two positions; null where none is, or the last is no answer. */
  @Nullable Piece last(int start, int stop) {
    List<Region> all = within(start, stop);
    if (all.isEmpty()) {
      return tail(withoutDelimiters(start, stop));
    }
    String after = text.substring(all.getLast().to(), stop);
    int verb = afterVerb(after);
    Piece later = verb < 0 ? null : mathematics(after.substring(verb));
    if (later != null) {
      return later;
    }
    for (int i = all.size() - 1; i >= 0; i--) {
      Region region = all.get(i);
      int from = i == 0 ? start : all.get(i - 1).to();
      String before = text.substring(from, region.from());
      boolean passed =
          opensClause(before) || isAgainst(before) || (i > 0 && isName(region.content()));
      if (!passed) {
        int to = i + 1 < all.size() ? all.get(i + 1).from() : stop;
        return answering(region, all, text.substring(region.to(), to), start, stop);
      }
    }
    return null;
  }

  private @Nullable Piece answering(
      Region region, List<Region> all, String after, int start, int stop) {
    int at = all.indexOf(region);
    int from = at == 0 ? start : all.get(at - 1).to();
    String before = text.substring(from, region.from()).strip();
    boolean operand =
        !before.isEmpty()
            && "+-*/^<>(\u2212\u00b7\u00d7".indexOf(before.charAt(before.length() - 1)) >= 0;
    if (operand || before.endsWith("=") || Words.continueIt(after)) {
      return tail(withoutDelimiters(start, stop));
    }
    int first = at;
    while (first > 0 && links(all.get(first - 1), all.get(first), false)) {
      first--;
    }
    return piece(linked(all.get(first), all, false));
  }

  private static boolean isAgainst(String before) {
    return afterVerb(before) != before.length() && Words.speakAgainst(before);
  }

  private static boolean opensClause(String before) {
    String word = Words.first(before);
    return Set.of("where", "if", "when", "whenever", "because", "since", "using", "with")
            .contains(word)
        || before.contains(" where ")
        || before.contains(" for all ")
        || before.contains(" for any ")
        || before.contains(" for every ");
  }

  private static boolean isName(String content) {
    String bare = AnswerText.bare(content);
    return bare.length() <= 2 && !bare.isEmpty() && Character.isLetter(bare.charAt(0));
  }

  /** A region with those that stand beside it as a list. */
  private List<Region> linked(Region first, List<Region> all, boolean commas) {
    List<Region> run = new ArrayList<>(List.of(first));
    for (int i = all.indexOf(first) + 1; i < all.size(); i++) {
      if (!links(run.getLast(), all.get(i), commas)) {
        break;
      }
      run.add(all.get(i));
    }
    return run;
  }

  private boolean links(Region left, Region right, boolean commas) {
    String between = text.substring(left.to(), right.from());
    boolean joined = false;
    for (int i = 0; i < between.length(); i++) {
      char c = between.charAt(i);
      String word = Words.word(between, i);
      if (!word.isEmpty()) {
        if (!CONJUNCTIONS.contains(word)) {
          return false;
        }
        joined = true;
        i += word.length() - 1;
      } else if (c == ',' || c == ';') {
        joined |= commas || c == ';';
      } else if (!Character.isWhitespace(c) && c != '*') {
        return false;
      }
    }
    return joined;
  }

  private Piece piece(List<Region> run) {
    StringBuilder said = new StringBuilder(run.getFirst().content().strip());
    for (int i = 1; i < run.size(); i++) {
      said.append(text, run.get(i - 1).to(), run.get(i).from());
      said.append(run.get(i).content().strip());
    }
    String bare = AnswerText.bare(said.toString());
    return new Piece(bare, run.size() > 1 || AnswerText.isList(bare));
  }

  private String withoutDelimiters(int start, int stop) {
    StringBuilder said = new StringBuilder();
    int at = start;
    for (Region region : within(start, stop)) {
      said.append(text, at, region.from()).append(region.content());
      at = region.to();
    }
    return said.append(text, at, stop).toString().replace("**", "").replace("`", "").strip();
  }

  /** The expression that a plain sentence ends in. */
  private @Nullable Piece tail(String said) {
    int verb = afterVerb(said);
    Piece stated = verb < 0 ? null : mathematics(said.substring(verb));
    if (stated != null) {
      return stated;
    }
    int tries = 0;
    for (int i = 0; i < said.length() && tries < MOST_CUTS; i++) {
      boolean begins = i == 0 || Character.isWhitespace(said.charAt(i - 1));
      if (begins && Words.startsMathematics(said, i)) {
        tries++;
        Piece piece =
            Words.speakAgainst(said.substring(0, i)) ? null : mathematics(said.substring(i));
        if (piece != null) {
          return piece;
        }
      }
    }
    return null;
  }

  /** After the last verb that says what something is; negative without one. */
  private static int afterVerb(String said) {
    int after = -1;
    for (String verb : VERBS) {
      int at = said.lastIndexOf(verb);
      after = at < 0 ? after : Math.max(after, at + verb.length());
    }
    return after;
  }

  /** The longest beginning of a sentence, up to the end or a clause, that is mathematics. */
  private @Nullable Piece mathematics(String said) {
    List<Integer> cuts = cuts(said);
    for (int i = cuts.size() - 1; i >= 0; i--) {
      String bare = AnswerText.bare(said.substring(0, cuts.get(i)));
      if (!bare.isEmpty() && reading.isMathematics(bare)) {
        return new Piece(bare, AnswerText.isList(bare));
      }
    }
    return null;
  }

  private String firstClause(String said) {
    return AnswerText.bare(said.substring(0, cuts(said).getFirst()));
  }

  /** Where clauses may end: before some words, a dash, a bracket set apart; and at the end. */
  private static List<Integer> cuts(String said) {
    List<Integer> cuts = new ArrayList<>();
    for (int i = 1; i < said.length() && cuts.size() < MOST_CUTS; i++) {
      if (said.charAt(i - 1) != ' ') {
        continue;
      }
      boolean bracket = said.charAt(i) == '(' && i + 1 < said.length();
      boolean dash = said.startsWith("\u2014", i) || said.startsWith("-- ", i);
      if (bracket || dash || OPENERS.contains(Words.word(said, i))) {
        cuts.add(i - 1);
      }
    }
    cuts.add(said.length());
    return cuts;
  }
}
