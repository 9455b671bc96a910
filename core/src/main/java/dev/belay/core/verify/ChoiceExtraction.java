package dev.belay.core.verify;

import dev.belay.core.data.NormalizedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the options that a completion of a multiple-choice question settles on. The first rule that
 * finds any decides:
 *
 * <ol>
 *   <li>marked answers, {@code #### B} or {@code \boxed{B}};
 *   <li>statements: "answer is B", "answer: (B)", "correct option is B", or the option's text in
 *       the letter's place;
 *   <li>the whole completion, or its first line, is an option's text;
 *   <li>it begins with a letter: "B", "(B)", "B. …", "Option B"; letters that begin further lines
 *       count too, so that a list of the options settles on none;
 *   <li>conclusions: "so B", "that leaves B", "I choose B", "it is B";
 *   <li>mentions: "(B)", "option B", "B is correct", a line with nothing but a letter;
 *   <li>the texts of the options that stand somewhere in it, without those that are part of another
 *       one found.
 * </ol>
 *
 * An option that is ruled out ("not A", "A is wrong") is not named, and where the text takes back
 * what it said ("wait, …"), only what follows counts.
 *
 * <p>An article is no letter: "A dog" begins with none, "A because …" with A.
 */
final class ChoiceExtraction {

  private static final Pattern DECORATION =
      Pattern.compile("[*`$]|__|\\\\(?:text|math)[a-z]{0,4}(?![A-Za-z])|\\\\[()\\[\\],; ]");
  private static final Pattern MARKED =
      Pattern.compile(
          "####+[ \\t]{0,9}([^\\n]+)|\\\\f?boxe?d?[ \\t]{0,9}\\{+([^{}\\n]{0,400})\\}"
              + "|<answer>([^<\\n]{0,400})</answer>");
  private static final Pattern STATEMENT =
      Pattern.compile(
          "(?i)\\b(?:answer|choice|option|solution)\\b(?!\\s{1,9}(?:choices|options))(?:[^.\\n"
              + "?!:=]{0,40}?\\b(?:is|was|be)\\b\\s{0,99}:?|\\s{0,99}[:=])\\s{0,99}[\"'\\u201c]{0,9}"
              + "(?:but\\s{1,9})?(?:(?:the\\s{1,9})?(?:option|choice|letter|answer)\\b\\s{0,9}:?\\s{0,9})?");
  private static final Pattern OPENING =
      Pattern.compile("(?i)^[\\s\"'\\u201c>#-]*(?:(?:option|choice|letter)\\s{1,9})?");
  private static final Pattern FURTHER =
      Pattern.compile("(?i)\\s{0,9}(?:,\\s{0,9}(?:or|and)?|/|&|or|and)\\s{0,9}(?:option\\s{1,9})?");
  private static final Pattern NAMED = Pattern.compile("(?i)\\b(?:option|choice)\\s{1,9}(?=\\S)");
  private static final Pattern CALLED_CORRECT =
      Pattern.compile(
          "(?i)[).:]?\\s{1,9}(?:is|are|must be|would be)\\s{1,9}(?:both\\s)?(?:the\\s{1,9})?"
              + "(?:(?:correct|right|best|true)\\b|(?:answer|choice|one)\\b)");

  private static final Pattern SENTENCE_END = Pattern.compile("[.!](?=\\s|$)|\\n");

  /** A statement is not followed further than this many characters. */
  private static final int MAX_SENTENCE = 300;

  /** Words that may follow the letter A; after an article other words stand. */
  private static final String AFTER_LETTER =
      "because|since|as|is|was|and|or|with|for|which|but|if|due|given|would|has";

  /** Options such as "both A and B": where such a text stands, its letters name no others. */
  private static final Pattern NAMES_OPTIONS = Pattern.compile("\\b[a-z] (?:and|or|nor) [a-z]\\b");

  private static final Pattern ANY = Pattern.compile("");

  private static final String MARKS = "marked answer";
  private static final String STATED = "after \"answer\"";
  private static final String WHOLE = "the option's text";
  private static final String FIRST = "first letter";

  private final List<String> options;
  private final String raw;
  private final String text;
  private final Pattern letter;

  private ChoiceExtraction(String completion, List<String> options) {
    this.options = options.stream().map(NormalizedText::of).toList();
    this.raw = completion;
    this.letter = letter((char) ('A' + options.size() - 1));
    String plain = DECORATION.matcher(completion).replaceAll("");
    this.text = RejectedOptions.without(plain, letter);
  }

  /**
   * What was found.
   *
   * @param letters the distinct options settled on, in order; empty when none
   * @param how which rule found them
   */
  record Result(List<Character> letters, String how) {

    /** Whether the options were given as the answer, and not only mentioned. */
    boolean isGiven() {
      return Set.of(MARKS, STATED, WHOLE, FIRST).contains(how);
    }
  }

  private record Rule(String how, Supplier<SortedSet<Character>> find) {}

  /**
   * Extracts the options named.
   *
   * @param options the texts of the options, A first; blank where only the letter is known
   */
  static Result extract(String completion, List<String> options) {
    return new ChoiceExtraction(completion, options).result();
  }

  private Result result() {
    List<Rule> rules =
        List.of(
            new Rule(MARKS, this::marked),
            new Rule(STATED, this::stated),
            new Rule(WHOLE, this::wholeText),
            new Rule(FIRST, this::leading),
            new Rule("a conclusion", this::concluded),
            new Rule("an option's text within", () -> contained(NAMES_OPTIONS)),
            new Rule("letter mentioned", this::mentioned),
            new Rule("an option's text within", () -> contained(ANY)));
    for (Rule rule : rules) {
      SortedSet<Character> found = rule.find().get();
      if (!found.isEmpty()) {
        return new Result(List.copyOf(found), rule.how());
      }
    }
    return new Result(List.of(), "names no option");
  }

  /** In brackets in either case; else a capital, or a small letter that ends its phrase. */
  private static Pattern letter(char last) {
    char small = Character.toLowerCase(last);
    return Pattern.compile(
        "[(\\[{]\\s{0,9}([A-%1$ca-%2$c])\\s{0,9}[)\\]}]|(A)(?![\\w'\\u2019])(?!\\s{1,9}(?!(?:%3$s)\\b)[a-z])|([B-%1$c])(?![\\w'\\u2019])|([a-%2$c])(?=[).:]|[ \\t]{0,9}(?:\\n|$))"
            .formatted(last, small, AFTER_LETTER));
  }

  private static char value(Matcher match) {
    for (int group = 1; group <= match.groupCount(); group++) {
      if (match.start(group) >= 0) {
        return Character.toUpperCase(match.group(group).charAt(0));
      }
    }
    throw new IllegalStateException("a letter matched without its group");
  }

  /** The letters at a place: one, or several joined by commas, "or" and "and". */
  private SortedSet<Character> lettersAt(String in, int at) {
    SortedSet<Character> found = new TreeSet<>();
    Matcher match = letter.matcher(in).region(at, in.length());
    match.useTransparentBounds(true).useAnchoringBounds(false);
    for (int i = 0; i < options.size() && match.lookingAt(); i++) {
      found.add(value(match));
      Matcher further = FURTHER.matcher(in).region(match.end(), in.length());
      if (!further.lookingAt()) {
        break;
      }
      match.region(further.end(), in.length());
    }
    return found;
  }

  private SortedSet<Character> marked() {
    SortedSet<Character> found = new TreeSet<>();
    Matcher marks = MARKED.matcher(text);
    while (marks.find()) {
      String content =
          Stream.of(marks.group(1), marks.group(2), marks.group(3))
              .filter(Objects::nonNull)
              .findFirst()
              .orElse("")
              .strip();
      SortedSet<Character> letters = lettersAt(content, 0);
      found.addAll(letters.isEmpty() ? equalTo(content) : letters);
    }
    return found;
  }

  private SortedSet<Character> stated() {
    SortedSet<Character> found = new TreeSet<>();
    Matcher statement = STATEMENT.matcher(text);
    while (statement.find()) {
      SortedSet<Character> letters = lettersAt(text, statement.end());
      found.addAll(letters.isEmpty() ? beginning(sentence(statement.end())) : letters);
    }
    Matcher foreign = ChoiceCues.FOREIGN.matcher(text);
    while (foreign.find()) {
      found.addAll(lettersAt(text, foreign.end()));
    }
    return found;
  }

  private SortedSet<Character> concluded() {
    SortedSet<Character> found = new TreeSet<>();
    Matcher conclusion = ChoiceCues.CONCLUSION.matcher(text);
    while (conclusion.find()) {
      found.addAll(lettersAt(text, conclusion.end()));
    }
    return found;
  }

  private String sentence(int start) {
    int limit = Math.min(text.length(), start + MAX_SENTENCE);
    Matcher end = SENTENCE_END.matcher(text).region(start, limit);
    return text.substring(start, end.find() ? end.start() : limit);
  }

  /** The option with the longest text that a phrase begins with. */
  private SortedSet<Character> beginning(String phrase) {
    String normal = NormalizedText.of(phrase) + " ";
    int best = -1;
    for (int i = 0; i < options.size(); i++) {
      boolean begins = !options.get(i).isEmpty() && normal.startsWith(options.get(i) + " ");
      if (begins && (best < 0 || options.get(i).length() > options.get(best).length())) {
        best = i;
      }
    }
    return best < 0 ? new TreeSet<>() : of(best);
  }

  private SortedSet<Character> wholeText() {
    SortedSet<Character> whole = equalTo(raw);
    return whole.isEmpty() ? equalTo(raw.strip().lines().findFirst().orElse("")) : whole;
  }

  private SortedSet<Character> equalTo(String phrase) {
    String normal = NormalizedText.of(phrase);
    int at = options.indexOf(normal);
    return at < 0 || (normal.length() < 2 && !normal.matches("\\d")) ? new TreeSet<>() : of(at);
  }

  private SortedSet<Character> leading() {
    Matcher opening = OPENING.matcher(text);
    SortedSet<Character> found = lettersAt(text, opening.find() ? opening.end() : 0);
    if (!found.isEmpty()) {
      text.strip().lines().skip(1).forEach(line -> found.addAll(listed(line)));
    }
    return found;
  }

  /** The letter that marks a line as an item of a list. */
  private SortedSet<Character> listed(String line) {
    String item = line.strip();
    boolean marks = item.matches("(?s)\\(?[A-Za-z][).:].*");
    return marks ? lettersAt(item, 0) : new TreeSet<>();
  }

  private SortedSet<Character> mentioned() {
    SortedSet<Character> found = new TreeSet<>();
    Matcher named = NAMED.matcher(text);
    while (named.find()) {
      found.addAll(lettersAt(text, named.end()));
    }
    Matcher match = letter.matcher(text);
    for (int at = 0; match.find(at); ) {
      int end = endOfList(match.start());
      boolean counts =
          match.start(1) >= 0
              || CALLED_CORRECT.matcher(text).region(end, text.length()).lookingAt();
      if (standsAlone(match.start()) && counts) {
        found.addAll(lettersAt(text, match.start()));
      }
      at = Math.max(end, match.end());
    }
    text.lines()
        .map(String::strip)
        .filter(line -> line.length() <= 2)
        .forEach(line -> found.addAll(lettersAt(line, 0)));
    return found;
  }

  private boolean standsAlone(int at) {
    return at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
  }

  /** After the letters that are joined at a place. */
  private int endOfList(int at) {
    Matcher match = letter.matcher(text).region(at, text.length());
    match.useTransparentBounds(true).useAnchoringBounds(false);
    int end = at;
    for (int i = 0; i < options.size() && match.lookingAt(); i++) {
      end = match.end();
      Matcher further = FURTHER.matcher(text).region(end, text.length());
      if (!further.lookingAt()) {
        break;
      }
      match.region(further.end(), text.length());
    }
    return end;
  }

  /** Options whose texts stand in the completion, those that are part of another one left out. */
  private SortedSet<Character> contained(Pattern kind) {
    String normal = " " + NormalizedText.of(raw) + " ";
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < options.size(); i++) {
      boolean counts = kind.matcher(options.get(i)).find();
      if (counts && !options.get(i).isEmpty() && isSaid(normal, " " + options.get(i) + " ")) {
        found.add(i);
      }
    }
    SortedSet<Character> letters = new TreeSet<>();
    for (int i : found) {
      String option = " " + options.get(i) + " ";
      boolean part =
          found.stream().anyMatch(j -> j != i && (" " + options.get(j) + " ").contains(option));
      if (!part) {
        letters.addAll(of(i));
      }
    }
    return letters;
  }

  /** Whether a text stands somewhere without being denied. */
  private static boolean isSaid(String normal, String option) {
    int at = normal.indexOf(option);
    while (at >= 0 && RejectedOptions.isDenied(normal, at)) {
      at = normal.indexOf(option, at + 1);
    }
    return at >= 0;
  }

  private static SortedSet<Character> of(int index) {
    return new TreeSet<>(List.of((char) ('A' + index)));
  }
}
