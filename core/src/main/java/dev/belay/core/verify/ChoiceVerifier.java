package dev.belay.core.verify;

import dev.belay.core.data.Problem;
import dev.belay.core.model.Answer;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares the option that a completion settles on with the right one, A being the first. How it is
 * found is told at {@link ChoiceExtraction}. Where letter and text of an option disagree, the
 * letter counts. A completion that settles on several is undecided; one that names none is
 * incorrect. A reasoning trace names nothing; of a completion that was cut off, only an answer
 * given in its finished sentences counts.
 */
public final class ChoiceVerifier implements Verifier {

  /** Options of a question whose texts are not known. */
  private static final List<String> UNKNOWN = Collections.nCopies(4, "");

  private static final Pattern LETTER_ALONE = Pattern.compile("\\s*+[(\\[]?[A-Za-z][)\\].:]?\\s*+");

  /** The answer is looked for in this many last characters. */
  private static final int MAX_CHARACTERS = 20_000;

  @Override
  public String name() {
    return "choice";
  }

  @Override
  public int version() {
    return 5;
  }

  @Override
  public String extractor() {
    return "option-letter";
  }

  /**
   * Judges an answer to a problem whose choices are known by letter and by text; by letters alone,
   * A to D, where the problem does not say its choices.
   */
  @Override
  public Verdict verify(Answer answer, Problem problem) {
    List<String> options = problem.choices().isEmpty() ? UNKNOWN : problem.choices();
    String own = Echo.without(problem.question(), answer.text());
    Answer said = new Answer(answer.reasoning(), own, answer.ending());
    Verdict verdict = verify(said, problem.gold(), options);
    return verdict.state() == Verdict.State.CORRECT
            && Echo.isPieceOf(problem.question(), answer.text())
        ? Verdict.incorrect(null, "repeats the question")
        : verdict;
  }

  private static Verdict verify(Answer answer, String gold, List<String> options) {
    int right = gold.length() == 1 ? gold.charAt(0) - 'A' : -1;
    if (options.size() < 2 || options.size() > 26 || right < 0 || right >= options.size()) {
      return Verdict.error(
          "the reference answer \"%s\" is not the letter of one of %d options"
              .formatted(
                  gold.length() <= 40 ? gold : gold.substring(0, 37) + "\u2026", options.size()));
    }
    if (answer.isCutOffInReasoning()) {
      return Verdict.incorrect(null, Answer.NEVER_BEGAN);
    }
    if (answer.text().isBlank()) {
      return Verdict.incorrect(null, "empty completion");
    }
    ChoiceExtraction.Result found = extract(answer, options);
    if (found.denied()) {
      return Verdict.undecided(null, found.how() + ": named and denied");
    }
    String letters =
        found.letters().stream().map(String::valueOf).collect(Collectors.joining(", "));
    return switch (found.letters().size()) {
      case 0 -> Verdict.incorrect(null, found.how());
      case 1 ->
          letters.equals(gold)
              ? Verdict.correct(letters, found.how())
              : Verdict.incorrect(letters, found.how());
      default -> Verdict.undecided(letters, found.how() + ": several options");
    };
  }

  /** Of an answer that was cut off, what its finished sentences give as the answer. */
  private static ChoiceExtraction.Result extract(Answer answer, List<String> options) {
    String text = answer.text();
    int from = Math.max(0, text.length() - MAX_CHARACTERS);
    String tail = settled(text.substring(from), options);
    if (!answer.isCutOff() || LETTER_ALONE.matcher(tail).matches()) {
      return ChoiceExtraction.extract(tail, options);
    }
    ChoiceExtraction.Result found =
        ChoiceExtraction.extract(tail.substring(0, lastSentenceEnd(tail)), options);
    return found.isGiven()
        ? found
        : new ChoiceExtraction.Result(List.of(), "cut off before an answer was given");
  }

  /** What counts of a text: up to a further question, after what it has last taken back. */
  private static String settled(String text, List<String> options) {
    MathTokens tokens = MathTokens.of(text);
    Sentences sentences = new Sentences(tokens);
    int end = furtherQuestion(text, tokens, sentences, options);
    int from = Math.min(end, new Corrections(tokens, sentences).last(end).after());
    return text.substring(from == 0 ? 0 : tokens.start(from, text), tokens.start(end, text));
  }

  /** Where a model asks itself a further question after it has named an option; else the end. */
  private static int furtherQuestion(
      String text, MathTokens tokens, Sentences sentences, List<String> options) {
    for (int i = 1; i < tokens.size(); i++) {
      if (AnswerEnd.asks(tokens, sentences, i)) {
        String before = text.substring(0, tokens.at(i).start());
        ChoiceExtraction.Result found = ChoiceExtraction.extract(before, options);
        return found.letters().isEmpty() && !found.denied() ? tokens.size() : i;
      }
    }
    return tokens.size();
  }

  /** After the last sentence, line or mark that is finished. */
  private static int lastSentenceEnd(String text) {
    for (int i = text.length() - 1; i > 0; i--) {
      char c = text.charAt(i - 1);
      boolean stop = c == '.' || c == '!' || c == ')' || c == '}';
      if (c == '\n' || (stop && Character.isWhitespace(text.charAt(i))) || c == '}') {
        return i;
      }
    }
    return text.endsWith("}") || text.endsWith("</answer>") ? text.length() : 0;
  }
}
