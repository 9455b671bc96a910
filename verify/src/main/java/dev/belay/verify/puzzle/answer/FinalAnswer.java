package dev.belay.verify.puzzle.answer;

import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the one answer that a completion gives. The first of these that finds any decides: what is
 * marked ({@code <answer>}, {@code \boxed}, {@code ####}); what follows "the answer is"; the whole
 * text, or lines, that are nothing but an answer; what its sentences state. Where the values found
 * differ, the completion has no answer: a list of guesses is never credited. Where the text takes
 * something back ("wait, …"), only what follows counts, and a further turn that the model invents
 * ends it. Of a completion that was cut off, only its finished sentences and lines count.
 *
 * @param value the answer; null when there is none, or more than one
 * @param how where it was found, or why there is none
 * @param <V> its kind
 */
public record FinalAnswer<V>(@Nullable V value, String how) {

  /** The answer is looked for in so many last characters. */
  private static final int MAX_CHARACTERS = 20_000;

  private static final Set<String> TAKEN_BACK = Set.of("wait", "actually", "correction");
  private static final List<String> TURNS =
      List.of("question:", "q:", "user:", "human:", "problem:", "puzzle:", "prompt:");
  private static final List<String> HEDGES =
      List.of("or ", "or,", "alternatively", "maybe ", "perhaps ", "possibly ");

  /** Finds the answer of a completion. */
  public static <V> FinalAnswer<V> of(Answer answer, ValueReader<V> reader) {
    if (answer.isCutOffInReasoning()) {
      return none(Answer.NEVER_BEGAN);
    }
    String all = answer.text();
    String text = all.substring(Math.max(0, all.length() - MAX_CHARACTERS));
    text = untilFurtherTurn(afterTakingBack(text));
    if (answer.isCutOff()) {
      text = finished(text);
    }
    if (text.isBlank()) {
      return none(answer.isCutOff() ? "cut off before an answer was given" : "empty completion");
    }
    FinalAnswer<V> found = find(text, reader);
    V value = found.value();
    return value != null && reader.denies(text, value) ? none("given and denied") : found;
  }

  private static <V> FinalAnswer<V> find(String text, ValueReader<V> reader) {
    List<String> marked = Marks.marked(text);
    if (!marked.isEmpty()) {
      Set<V> values = new LinkedHashSet<>();
      for (String one : marked) {
        Optional<V> value = reader.bare(one);
        if (value.isEmpty()) {
          return none("what is marked as the answer is not " + reader.kind());
        }
        values.add(value.get());
      }
      return only(values, "marked", reader);
    }
    if (Marks.announced(text).stream().anyMatch(reader::refuses)) {
      return none("the answer is not " + reader.kind());
    }
    Set<V> announced = announced(text, reader);
    if (!announced.isEmpty()) {
      return only(announced, "after \"answer\"", reader);
    }
    Set<V> bare = bare(text, reader);
    if (!bare.isEmpty()) {
      return isHedged(text) ? none("several answers") : only(bare, "alone", reader);
    }
    return only(reader.stated(text), "stated", reader);
  }

  private static <V> Set<V> announced(String text, ValueReader<V> reader) {
    Set<V> values = new LinkedHashSet<>();
    for (String rest : Marks.announced(text)) {
      String line = rest.lines().findFirst().orElse("");
      List<String> sentences = Scan.sentences(line);
      Optional<V> value =
          reader
              .bare(line)
              .or(() -> sentences.isEmpty() ? Optional.empty() : reader.bare(sentences.getFirst()))
              .or(() -> Scan.trimmed(line).isEmpty() ? reader.bare(block(rest)) : Optional.empty());
      value.ifPresent(values::add);
    }
    return values;
  }

  /** What follows up to the next blank line. */
  private static String block(String rest) {
    String text = rest.strip();
    int end = text.indexOf("\n\n");
    return end < 0 ? text : text.substring(0, end);
  }

  private static <V> Set<V> bare(String text, ValueReader<V> reader) {
    Set<V> values = new LinkedHashSet<>();
    reader.bare(text).ifPresent(values::add);
    if (!values.isEmpty()) {
      return values;
    }
    reader.parts(text).forEach(part -> reader.bare(part).ifPresent(values::add));
    return values;
  }

  private static <V> FinalAnswer<V> only(Set<V> values, String how, ValueReader<V> reader) {
    return switch (values.size()) {
      case 0 -> none("found no answer that is " + reader.kind());
      case 1 -> new FinalAnswer<>(values.iterator().next(), how);
      default -> none("several answers");
    };
  }

  private static <V> FinalAnswer<V> none(String why) {
    return new FinalAnswer<>(null, why);
  }

  private static boolean isHedged(String text) {
    return Scan.sentences(text).stream()
        .map(Scan::lower)
        .anyMatch(sentence -> HEDGES.stream().anyMatch(sentence::startsWith));
  }

  private static String afterTakingBack(String text) {
    int from = 0;
    for (Scan.Word word : Scan.words(text)) {
      if (TAKEN_BACK.contains(word.text())) {
        from = word.to();
      }
    }
    return text.substring(from);
  }

  /** Up to a line, not the first, with which another turn of a conversation begins. */
  private static String untilFurtherTurn(String text) {
    int at = text.indexOf('\n');
    while (at >= 0) {
      String rest = Scan.lower(text.substring(at + 1, Math.min(text.length(), at + 40)).strip());
      boolean begun = !text.substring(0, at).isBlank();
      if (begun && TURNS.stream().anyMatch(rest::startsWith)) {
        return text.substring(0, at);
      }
      at = text.indexOf('\n', at + 1);
    }
    return text;
  }

  /** Up to the last sentence, line or mark that is known to have ended. */
  private static String finished(String text) {
    String closed = text.stripTrailing();
    if (closed.endsWith("}") || closed.endsWith("</answer>")) {
      return text;
    }
    for (int i = text.length(); i > 0; i--) {
      char c = text.charAt(i - 1);
      boolean followed = i < text.length() && Scan.isSpace(text.charAt(i));
      if (c == '\n' || (followed && (c == '.' || c == '!' || c == '?'))) {
        return text.substring(0, i);
      }
    }
    return "";
  }

  /**
   * The verdict where one value alone is right.
   *
   * @param right that value
   * @param shown writes a value down
   */
  public Verdict against(V right, Function<V, String> shown) {
    V found = value;
    if (found == null) {
      return Verdict.incorrect(null, how);
    }
    return found.equals(right)
        ? Verdict.correct(shown.apply(found), how)
        : Verdict.incorrect(shown.apply(found), how + ", not " + shown.apply(right));
  }

  /**
   * The verdict where whatever keeps some rules is right.
   *
   * @param broken says which rule a value breaks; empty when it keeps all
   * @param shown writes a value down
   */
  public Verdict judged(Function<V, Optional<String>> broken, Function<V, String> shown) {
    V found = value;
    if (found == null) {
      return Verdict.incorrect(null, how);
    }
    return broken
        .apply(found)
        .map(why -> Verdict.incorrect(shown.apply(found), how + ": " + why))
        .orElseGet(() -> Verdict.correct(shown.apply(found), how));
  }
}
