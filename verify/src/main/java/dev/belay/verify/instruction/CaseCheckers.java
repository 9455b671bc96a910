package dev.belay.verify.instruction;

import dev.belay.verify.instruction.Arguments.Threshold;
import java.util.function.Predicate;

/** Capitals and small letters, and the language of a text. */
final class CaseCheckers {

  private static final String ENGLISH = "en";

  private CaseCheckers() {}

  /** So many words all in capitals, as the tokenizer of the Penn Treebank has words. */
  static Checker capitalWords(Arguments arguments) {
    Threshold threshold = arguments.threshold("capital_frequency", "capital_relation");
    return text ->
        threshold.holds(TreebankWords.of(text).stream().filter(PythonText::isUpper).count());
  }

  /** English without a small letter. */
  static Checker englishCapital(Arguments arguments) {
    return text -> PythonText.isUpper(text) && isIn(text, ENGLISH);
  }

  /** English without a capital. */
  static Checker englishLowercase(Arguments arguments) {
    return text -> PythonText.isLower(text) && isIn(text, ENGLISH);
  }

  /** A language by its code of ISO 639-1. */
  static Checker language(Arguments arguments) {
    String code = arguments.text("language");
    arguments.require(
        Languages.codes().contains(code),
        "\"language\" must be one of %s, found \"%s\""
            .formatted(String.join(", ", Languages.codes()), code));
    return new LanguageChecker(text -> isIn(text, code));
  }

  /** Whether a text is in a language; a text of which no language can be told is in any. */
  private static boolean isIn(String text, String code) {
    return Languages.detect(text).map(code::equals).orElse(true);
  }

  /** A text of signs and digits is in no language, whatever IFEval counts. */
  private record LanguageChecker(Predicate<String> holds) implements Checker {

    @Override
    public boolean follows(String text) {
      return holds.test(text);
    }

    @Override
    public boolean isCredited(String text) {
      return Languages.detect(text).isPresent();
    }
  }
}
