package dev.belay.core.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the final answer of a completion. In this order:
 *
 * <ol>
 *   <li>answers marked by {@code ####} (up to the end of its line) or {@code \boxed{…}}: all of
 *       them must agree;
 *   <li>the last "answer is …", "answer: …" or "answer = …", up to the end of its sentence;
 *   <li>the last number of the text.
 * </ol>
 *
 * Numbers that are no answers are passed over: operands of a calculation whose result is not given
 * ({@code 46 - 23}), numbers in a question, parts of dates and times, ordinals, list markers.
 */
final class AnswerExtraction {

  private static final Pattern HASHES = Pattern.compile("####+[ \\t]*([^\\n]*)");
  private static final Pattern PHRASE =
      Pattern.compile(
          "(?i)\\banswer\\b(?:[^.\\n?!]{0,60}?\\b(?:is|was|equals|are)\\b|[ \\t]*[:=])[ \\t]*:?");
  private static final Pattern NEGATION = Pattern.compile("(?i)^\\s*(?:not|never)\\b");
  private static final Pattern SENTENCE_END = Pattern.compile("[.!](?=\\s|$)|\\n");
  private static final Pattern OR = Pattern.compile("(?i)^[^.\\n]{0,30}?\\bor\\s*$");
  private static final String BOXED = "\\boxed";
  private static final int MAX_SENTENCE = 300;

  private final String plain;
  private final List<FoundNumber> numbers;

  private AnswerExtraction(String plain) {
    this.plain = plain;
    this.numbers = NumberScanner.scan(plain);
  }

  /**
   * What was found.
   *
   * @param answer the answer; null when there is none
   * @param how which rule found it, or why there is none
   */
  record Result(@Nullable FoundNumber answer, String how) {}

  /** A part of the text, {@code end} excluded. */
  private record Region(int start, int end) {}

  static Result extract(String completion) {
    return new AnswerExtraction(MathNotation.plain(completion)).result();
  }

  private Result result() {
    List<Region> marked = marked();
    if (!marked.isEmpty()) {
      return agreed(marked);
    }
    Result phrase = afterPhrase();
    return phrase != null ? phrase : lastNumber();
  }

  private List<Region> marked() {
    List<Region> found = new ArrayList<>();
    Matcher hashes = HASHES.matcher(plain);
    while (hashes.find()) {
      found.add(new Region(hashes.start(1), hashes.end(1)));
    }
    int at = plain.indexOf(BOXED);
    while (at >= 0) {
      Region box = box(at + BOXED.length());
      found.add(box);
      at = plain.indexOf(BOXED, box.end());
    }
    return found;
  }

  /** What balanced braces hold; the rest of the text when they do not close. */
  private Region box(int from) {
    int depth = 0;
    int open = from;
    for (int i = from; i < plain.length(); i++) {
      char character = plain.charAt(i);
      if (character == '{') {
        open = depth++ == 0 ? i + 1 : open;
      } else if (character == '}' && --depth <= 0) {
        return new Region(open, i);
      } else if (depth == 0 && !Character.isWhitespace(character)) {
        return new Region(from, from);
      }
    }
    return new Region(open, plain.length());
  }

  private Result agreed(List<Region> marked) {
    FoundNumber answer = null;
    for (Region region : marked) {
      int equals = plain.lastIndexOf('=', region.end() - 1);
      int start = Math.max(region.start(), equals + 1);
      List<FoundNumber> answers = answers(new Region(start, region.end()));
      if (answers.isEmpty()) {
        return new Result(null, "a marked answer holds no number");
      }
      for (FoundNumber number : answers) {
        if (answer != null && !answer.means(number)) {
          return new Result(
              null, "the marked answers differ: %s, %s".formatted(answer.text(), number.text()));
        }
        answer = number;
      }
    }
    return new Result(answer, "marked answer");
  }

  private @Nullable Result afterPhrase() {
    Result found = null;
    Matcher phrase = PHRASE.matcher(plain);
    while (phrase.find()) {
      Region sentence = sentence(phrase.end());
      String text = plain.substring(sentence.start(), sentence.end());
      if (!NEGATION.matcher(text).find() && text.indexOf('?') < 0) {
        Result result = firstOf(sentence);
        found = result == null ? found : result;
      }
    }
    return found;
  }

  private Region sentence(int start) {
    int limit = Math.min(plain.length(), start + MAX_SENTENCE);
    Matcher end = SENTENCE_END.matcher(plain).region(start, limit);
    return new Region(start, end.find() ? end.start() : limit);
  }

  private @Nullable Result firstOf(Region sentence) {
    if (in(sentence).isEmpty()) {
      return null;
    }
    List<FoundNumber> answers = answers(sentence);
    if (answers.isEmpty()) {
      return new Result(null, "the answer is an unfinished calculation");
    }
    FoundNumber first = answers.getFirst();
    if (answers.size() > 1 && offersChoice(first, answers.get(1))) {
      return new Result(
          null, "offers a choice: %s or %s".formatted(first.text(), answers.get(1).text()));
    }
    return new Result(first, "after \"answer\"");
  }

  private boolean offersChoice(FoundNumber first, FoundNumber second) {
    return OR.matcher(plain.substring(first.end(), second.start())).find() && !first.means(second);
  }

  private Result lastNumber() {
    if (numbers.isEmpty()) {
      return new Result(null, "no number");
    }
    FoundNumber last = numbers.getLast();
    return last.standsAlone()
        ? new Result(last, "last number")
        : new Result(null, "ends in \"%s\", which is no answer".formatted(last.text()));
  }

  private List<FoundNumber> answers(Region region) {
    return in(region).stream().filter(FoundNumber::standsAlone).toList();
  }

  /** The numbers whose digits lie in a region; they are in the order of the text. */
  private List<FoundNumber> in(Region region) {
    int from = firstEndingAfter(region.start());
    int to = from;
    while (to < numbers.size() && numbers.get(to).start() < region.end()) {
      to++;
    }
    return numbers.subList(from, to);
  }

  private int firstEndingAfter(int position) {
    int low = 0;
    int high = numbers.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (numbers.get(middle).end() > position) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
