package dev.belay.core.verify;

import dev.belay.core.data.NormalizedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
 *   <li>mentions: "(B)", "option B", "B is correct", a line with nothing but a letter;
 *   <li>the texts of the options that stand somewhere in it, without those that are part of another
 *       one found.
 * </ol>
 *
 * An article is no letter: "A dog" begins with none, "A because …" with A.
 */
final class ChoiceExtraction {

  private static final Pattern DECORATION =
      Pattern.compile("[*`$]|__|\\\\(?:text|textbf|mathrm|mathbf)\\b");
  private static final Pattern MARKED =
      Pattern.compile("####+[ \\t]*([^\\n]+)|\\\\boxed[ \\t]*\\{+([^{}\\n]*)\\}");
  private static final Pattern STATEMENT =
      Pattern.compile(
          "(?i)\\b(?:answer|choice|option|solution)\\b(?!\\s+(?:choices|options))"
              + "(?:[^.\\n?!:=]{0,40}?\\b(?:is|was|be)\\b\\s*:?|\\s*[:=])\\s*[\"'\\u201c]*"
              + "(?:(?:the\\s+)?(?:option|choice|letter|answer)\\b\\s*:?\\s*)?");
  private static final Pattern OPENING =
      Pattern.compile("(?i)^[\\s\"'\\u201c>#-]*(?:(?:option|choice|letter)\\s+)?");
  private static final Pattern FURTHER =
      Pattern.compile("(?i)\\s*(?:,\\s*(?:or|and)?|/|&|or|and)\\s*(?:option\\s+)?");
  private static final Pattern NAMED = Pattern.compile("(?i)\\b(?:option|choice)\\s+(?=\\S)");
  private static final Pattern SENTENCE_END = Pattern.compile("[.!](?=\\s|$)|\\n");

  /** Words that may follow the letter A; after an article other words stand. */
  private static final String AFTER_LETTER =
      "because|since|as|is|was|and|or|with|for|which|but|if|due|given|would|has";

  private final List<String> options;
  private final String raw;
  private final String text;
  private final Pattern letter;

  private ChoiceExtraction(String completion, List<String> options) {
    this.options = options.stream().map(NormalizedText::of).toList();
    this.raw = completion;
    this.text = DECORATION.matcher(completion).replaceAll("");
    this.letter = letter((char) ('A' + options.size() - 1));
  }

  /**
   * What was found.
   *
   * @param letters the distinct options settled on, in order; empty when none
   * @param how which rule found them
   */
  record Result(List<Character> letters, String how) {}

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
            new Rule("marked answer", this::marked),
            new Rule("after \"answer\"", this::stated),
            new Rule("the option's text", this::wholeText),
            new Rule("first letter", this::leading),
            new Rule("letter mentioned", this::mentioned),
            new Rule("an option's text within", this::contained));
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
        "[(\\[]\\s*([A-%1$ca-%2$c])\\s*[)\\]]|(A)(?![\\w'\\u2019])(?!\\s+(?!(?:%3$s)\\b)[a-z])|([B-%1$c])(?![\\w'\\u2019])|([a-%2$c])(?=[).:]|\\s*(?:\\n|$))"
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
    while (match.lookingAt()) {
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
      String content = (marks.group(1) == null ? marks.group(2) : marks.group(1)).strip();
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
    return found;
  }

  private String sentence(int start) {
    Matcher end = SENTENCE_END.matcher(text).region(start, text.length());
    return text.substring(start, end.find() ? end.start() : text.length());
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
    while (match.find()) {
      boolean bracketed = match.start(1) >= 0;
      if (standsAlone(match.start()) && (bracketed || isCalledCorrect(match.end()))) {
        found.add(value(match));
      }
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

  private boolean isCalledCorrect(int at) {
    String after = text.substring(at, Math.min(text.length(), at + 40)).toLowerCase(Locale.ROOT);
    return after.matches(
        "(?s)\\s+(?:is|must be|would be)\\s+(?:the\\s+)?(?:correct|right|best|true)\\b.*");
  }

  private SortedSet<Character> contained() {
    String normal = " " + NormalizedText.of(raw) + " ";
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < options.size(); i++) {
      if (!options.get(i).isEmpty() && normal.contains(" " + options.get(i) + " ")) {
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

  private static SortedSet<Character> of(int index) {
    return new TreeSet<>(List.of((char) ('A' + index)));
  }
}
