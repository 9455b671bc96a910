package dev.belay.verify.instruction;

import dev.belay.core.data.Reference.Constraint;
import dev.belay.core.error.DidYouMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The kinds of instructions by IFEval's identifiers. A further kind is a further line here. */
final class Instructions {

  private interface Kind {
    Checker of(Arguments arguments, String prompt);
  }

  private interface PromptlessKind {
    Checker of(Arguments arguments);
  }

  private static final Map<String, Kind> KINDS = new TreeMap<>();

  static {
    put("keywords:existence", KeywordCheckers::existence);
    put("keywords:frequency", KeywordCheckers::frequency);
    put("keywords:forbidden_words", KeywordCheckers::forbiddenWords);
    put("keywords:letter_frequency", KeywordCheckers::letterFrequency);
    put("language:response_language", CaseCheckers::language);
    put("length_constraints:number_sentences", LengthCheckers::sentences);
    put("length_constraints:number_paragraphs", LengthCheckers::paragraphs);
    put("length_constraints:number_words", LengthCheckers::words);
    put("length_constraints:nth_paragraph_first_word", LengthCheckers::nthParagraph);
    put("detectable_content:number_placeholders", FormatCheckers::placeholders);
    put("detectable_content:postscript", FormatCheckers::postscript);
    put("detectable_format:number_bullet_lists", FormatCheckers::bullets);
    put("detectable_format:constrained_response", FormatCheckers::constrainedResponse);
    put("detectable_format:number_highlighted_sections", FormatCheckers::highlights);
    put("detectable_format:multiple_sections", FormatCheckers::sections);
    put("detectable_format:json_format", FormatCheckers::json);
    put("detectable_format:title", FormatCheckers::title);
    put("combination:two_responses", ShapeCheckers::twoResponses);
    KINDS.put("combination:repeat_prompt", ShapeCheckers::repeatPrompt);
    put("startend:end_checker", ShapeCheckers::end);
    put("startend:quotation", ShapeCheckers::quotation);
    put("punctuation:no_comma", ShapeCheckers::noComma);
    put("change_case:capital_word_frequency", CaseCheckers::capitalWords);
    put("change_case:english_capital", CaseCheckers::englishCapital);
    put("change_case:english_lowercase", CaseCheckers::englishLowercase);
  }

  private Instructions() {}

  private static void put(String id, PromptlessKind kind) {
    KINDS.put(id, (arguments, prompt) -> kind.of(arguments));
  }

  /** All identifiers, in order. */
  static List<String> ids() {
    return List.copyOf(KINDS.keySet());
  }

  /**
   * A checker for each of some instructions.
   *
   * @param prompt what the model was asked
   * @param issues takes what is wrong with them; the checkers are good only where it stays empty
   */
  static List<Checker> checkers(List<Constraint> constraints, String prompt, List<String> issues) {
    List<Checker> checkers = new ArrayList<>();
    if (constraints.isEmpty()) {
      issues.add("has no instruction");
    }
    for (Constraint constraint : constraints) {
      @Nullable Kind kind = KINDS.get(constraint.id());
      if (kind == null) {
        issues.add(unknown(constraint.id()));
        continue;
      }
      Arguments arguments = new Arguments(constraint, issues);
      checkers.add(kind.of(arguments, prompt));
      arguments.requireAllRead();
    }
    return checkers;
  }

  private static String unknown(String id) {
    String shown = id.length() <= 60 ? id : id.substring(0, 57) + "\u2026";
    return "no instruction is called \"%s\".%s".formatted(shown, DidYouMean.hint(shown, ids()));
  }
}
