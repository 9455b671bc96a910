package dev.belay.verify.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.belay.core.data.Reference.Constraint;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * An instruction of one of IFEval's types that a small model follows now and then, in Belay's own
 * words.
 *
 * @param id IFEval's
 * @param words what is asked, with {@code {choice}} where something can be chosen
 * @param choices what the instruction can be about; one empty text where there is nothing to choose
 * @param arguments IFEval's, by choice
 */
record ConstraintKind(
    String id,
    String words,
    List<String> choices,
    Function<String, Map<String, JsonNode>> arguments) {

  /** All of them. */
  static final List<ConstraintKind> ALL =
      List.of(
          plain("punctuation:no_comma", "Do not use any commas."),
          plain(
              "change_case:english_lowercase",
              "Write in English and in lowercase letters only, without a single capital letter."),
          plain("change_case:english_capital", "Write in English and in capital letters only."),
          plain("startend:quotation", "Put your whole answer in double quotation marks."),
          plain(
              "detectable_format:title",
              "Begin with a title in double angular brackets, such as <<title>>."),
          new ConstraintKind(
              "length_constraints:number_words",
              "Use fewer than {choice} words.",
              List.of("15", "20", "30", "40"),
              choice ->
                  Map.of("relation", TextNode.valueOf("less than"), "num_words", whole(choice))),
          new ConstraintKind(
              "startend:end_checker",
              "Finish with exactly these words, and nothing after them: {choice}",
              List.of("That is all.", "I hope this helps.", "Let me know if you have questions."),
              choice -> Map.of("end_phrase", TextNode.valueOf(choice))),
          new ConstraintKind(
              "detectable_format:number_bullet_lists",
              "Answer in exactly {choice} bullet points, each on a line that begins with \"* \".",
              List.of("2", "3"),
              choice -> Map.of("num_bullets", whole(choice))),
          new ConstraintKind(
              "keywords:existence",
              "Use the word \"{choice}\" in your answer.",
              List.of("important", "simple", "friend", "water", "every"),
              choice -> Map.of("keywords", JsonNodeFactory.instance.arrayNode().add(choice))),
          new ConstraintKind(
              "keywords:forbidden_words",
              "Do not use the word \"{choice}\".",
              List.of("the", "and", "is", "you"),
              choice ->
                  Map.of("forbidden_words", JsonNodeFactory.instance.arrayNode().add(choice))));

  private static ConstraintKind plain(String id, String words) {
    return new ConstraintKind(id, words, List.of(""), _ -> Map.of());
  }

  /** What is asked, the choice made. */
  String words(String choice) {
    return words.replace("{choice}", choice);
  }

  Constraint constraint(String choice) {
    return new Constraint(id, arguments.apply(choice));
  }

  private static JsonNode whole(String text) {
    return IntNode.valueOf(Integer.parseInt(text));
  }
}
