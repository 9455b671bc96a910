package dev.belay.core.verify;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

  private static final Pattern MARKED =
      Pattern.compile(
          "####+[ \\t]{0,9}([^\\n]+)|\\\\f?(?:rame)?boxe?d?[ \\t]{0,9}\\{+([^{}\\n]{0,400})\\}"
              + "|(?i)<(?:final_)?answer>([^<]{0,400})</(?:final_)?answer>");
  private static final Pattern OPENING =
      Pattern.compile(
          "(?iu)^(?:\\d{1,2}[.)]\\s)?(?:\\s{0,9}(?:well|ok|okay|hm{1,9}|sure|ah|oh|alright|right|yes|then),?\\s)?[\\s\"'\u201c\u201d\u2018\u2019\u00ab\u00bb<>#:=\u2192\u2013\u2014-]*(?:(?:(?:the|la)\\s{1,9}|l['\u2019])?(?:"
              + ChoiceCues.OPTION
              + ")\\s{1,9})?");
  private static final Pattern FURTHER =
      Pattern.compile(
          "(?i)\\s{0,9}(?:[,?]\\s{0,9}(?:or|and)?|/|&|or|and|(?<=[)\\]?\\s]))\\s{0,9}(?:maybe\\s|perhaps\\s|possibly\\s|even\\s)?"
              + "\\s{0,9}(?:option\\s{1,9})?");
  private static final Pattern NAMED =
      Pattern.compile("(?i)\\b(?:option|choice|answer|letter)\\s{1,9}(?=\\S)");
  private static final Pattern CALLED_CORRECT =
      Pattern.compile(
          "(?i)[).:]?\\s{1,9}(?:(?:is|are|must be|would"
              + " be|seems|looks)\\s{1,9}(?:both\\s)?(?:the\\s{1,9})?"
              + "(?:(?:correct|right|best|true|better|more|most|preferable)\\b|(?:answer|choice|one)\\b)"
              + "|(?:fits|applies|matches|works|holds)\\b)");

  /** What says something of the one option before it. */
  private static final Pattern CLAUSE =
      Pattern.compile("(?i)\\s{1,9}(?:is|was|does|has|can|would|will)\\b");

  private static final Pattern QUESTION = Pattern.compile("[)\"'.]?\\s{0,9}\\?");

  private static final Pattern SENTENCE_END = Pattern.compile("[.!](?=\\s|$)|\\n");

  /** A statement is not followed further than this many characters. */
  private static final int MAX_SENTENCE = 300;

  /** Words that may follow the letter A; after an article other words stand. */
  private static final String AFTER_A =
      "because|since|as|is|was|and|or|with|for|which|but|if|due|given|would|has";

  /** Words that may follow the letter I; after the word others stand. */
  private static final String AFTER_I = "because|since|is|and|or|which";

  /** Options such as "both A and B": where such a text stands, its letters name no others. */
  private static final Pattern NAMES_OPTIONS = Pattern.compile("\\b[a-z] (?:and|or|nor) [a-z]\\b");

  private static final Pattern ANY = Pattern.compile("");

  /** After a letter that is a word. */
  private static final String ALONE = "(?!\\w|['\u2019]\\w|-[a-z]|/an?\\b)";

  private static final String MARKS = "marked answer";
  private static final String STATED = "after \"answer\"";
  private static final String WHOLE = "the option's text";
  private static final String FIRST = "first letter";

  private final OptionTexts options;
  private final String plain;
  private final String text;
  private final Pattern letter;
  private final Pattern list;

  private ChoiceExtraction(String plain, List<String> options) {
    this.options = new OptionTexts(options);
    this.plain = plain;
    this.letter = letter((char) ('A' + options.size() - 1));
    this.list = list(options.size());
    boolean judged = !this.options.anyBeginsWith(RejectedOptions.JUDGEMENT);
    this.text = RejectedOptions.without(plain, letter, judged);
  }

  /**
   * What was found.
   *
   * @param letters the distinct options settled on, in order; empty when none
   * @param how which rule found them
   * @param denied whether an option is named and denied, so that none is settled on
   */
  record Result(List<Character> letters, String how, boolean denied) {

    Result(List<Character> letters, String how) {
      this(letters, how, false);
    }

    boolean isOne() {
      return letters.size() == 1;
    }

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
    String text = OwnQuestions.answered(ChoiceText.plain(completion));
    String statements = OwnQuestions.without(text);
    ChoiceExtraction all = new ChoiceExtraction(text, options);
    Result found = all.result();
    if (!statements.equals(text)) {
      ChoiceExtraction stated = new ChoiceExtraction(statements, options);
      Result settled = stated.result();
      boolean same = settled.letters().equals(found.letters());
      if (settled.isOne() && (same || !found.isOne() || settled.isGiven())) {
        return stated.settled(settled);
      }
    }
    return found.isOne() ? all.settled(found) : found;
  }

  /** One option, unless it is denied too, or another is offered beside it. */
  private Result settled(Result found) {
    char option = found.letters().getFirst();
    if (Contradictions.denies(plain, text, letter, option) || options.isAlsoDenied(plain, option)) {
      return new Result(List.of(), found.how(), true);
    }
    char last = (char) ('A' + options.size() - 1);
    SortedSet<Character> letters = Alternatives.beside(option, plain, text, last);
    letters.removeIf(other -> options.beginsWith(option, other));
    letters.add(option);
    return new Result(List.copyOf(letters), found.how());
  }

  private Result result() {
    List<Rule> rules =
        List.of(
            new Rule(MARKS, this::marked),
            new Rule(STATED, this::stated),
            new Rule(WHOLE, this::wholeText),
            new Rule(FIRST, this::leading),
            new Rule("a conclusion", this::concluded),
            new Rule("an option's text within", () -> options.within(plain, NAMES_OPTIONS)),
            new Rule("letter mentioned", this::mentioned),
            new Rule("an option's text within", () -> options.within(plain, ANY)));
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
    return Pattern.compile(
        "[(\\[{]\\s{0,9}([A-%1$ca-%2$c])\\s{0,9}[)\\]}]|(A)%3$s(?!\\s{1,9}(?!(?:%4$s)\\b)[a-z])|((?!I)[B-%1$c])%3$s|((?=I)[B-%1$c])%3$s(?!\\s{1,9}(?!(?:%5$s)\\b)[a-z])|([a-%2$c])(?=[).:]|[ \\t]{0,9}(?:\\n|$))"
            .formatted(last, Character.toLowerCase(last), ALONE, AFTER_A, AFTER_I));
  }

  /** All the options in their order, each on a line of its own, after the end of another line. */
  private static Pattern list(int options) {
    return IntStream.range(0, options)
        .mapToObj(i -> "\\n\\s*+[(\\[]?%c[).:\\]][^\\n]{0,400}+".formatted('A' + i))
        .collect(
            Collectors.collectingAndThen(
                Collectors.joining("", "[ \\t]{0,9}+", ""), Pattern::compile));
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
      if (i > 0 && beginsClause(in, match.end())) {
        break;
      }
      found.add(value(match));
      if (isListed(in, match.end())) {
        break;
      }
      Matcher further = FURTHER.matcher(in).region(match.end(), in.length());
      further.useTransparentBounds(true);
      if (!further.lookingAt()) {
        break;
      }
      match.region(further.end(), in.length());
    }
    return found;
  }

  /** Whether all the options stand at a place as a list, which names none of them. */
  private boolean isListed(String in, int at) {
    return list.matcher(in).region(at, in.length()).lookingAt();
  }

  /** Whether a letter, after which a place is, has more said of it than that it is right. */
  private static boolean beginsClause(String in, int at) {
    return CLAUSE.matcher(in).region(at, in.length()).lookingAt()
        && !CALLED_CORRECT.matcher(in).region(at, in.length()).lookingAt();
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
      found.addAll(letters.isEmpty() ? options.equalTo(content) : letters);
    }
    return found;
  }

  private SortedSet<Character> stated() {
    SortedSet<Character> found = new TreeSet<>();
    Matcher statement = ChoiceCues.STATEMENT.matcher(text);
    while (statement.find()) {
      if (isListed(text, statement.end() - 1)) {
        continue;
      }
      String phrase = sentence(statement.end());
      SortedSet<Character> named = options.equalTo(phrase);
      named = named.isEmpty() ? options.beginning(phrase, NAMES_OPTIONS) : named;
      SortedSet<Character> letters = named.isEmpty() ? lettersAt(text, statement.end()) : named;
      found.addAll(letters.isEmpty() ? options.beginning(phrase, ANY) : letters);
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

  private SortedSet<Character> wholeText() {
    SortedSet<Character> whole = options.equalTo(plain);
    if (!whole.isEmpty()) {
      return whole;
    }
    List<String> lines = plain.strip().lines().toList();
    SortedSet<Character> found =
        lines.isEmpty() ? new TreeSet<>() : options.equalTo(lines.getFirst());
    if (!found.isEmpty()) {
      lines.forEach(line -> found.addAll(options.equalTo(line)));
    }
    return found;
  }

  private SortedSet<Character> leading() {
    Matcher opening = OPENING.matcher(text);
    SortedSet<Character> found = lettersAt(text, opening.find() ? opening.end() : 0);
    if (!found.isEmpty()) {
      text.strip().lines().skip(1).forEach(line -> found.addAll(listed(line)));
    }
    SortedSet<Character> concluded = found.size() > 1 ? concluded() : found;
    return concluded.size() == 1 ? concluded : found;
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
      int end = endOfList(named.end());
      if (!QUESTION.matcher(text).region(end, text.length()).lookingAt()) {
        found.addAll(lettersAt(text, named.end()));
      }
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
    Matcher phrase = ChoiceCues.PHRASE.matcher(text);
    while (phrase.find()) {
      found.addAll(lettersAt(phrase.group(1), 0));
    }
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
      further.useTransparentBounds(true);
      if (!further.lookingAt()) {
        break;
      }
      match.region(further.end(), text.length());
    }
    return end;
  }
}
