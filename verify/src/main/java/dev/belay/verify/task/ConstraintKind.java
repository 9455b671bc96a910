package dev.belay.verify.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.belay.core.data.Reference.Constraint;
import java.util.List;
import java.util.Map;

/** Instructions of IFEval's types that a small model follows now and then, in Belay's own words. */
enum ConstraintKind {
  NO_COMMA("punctuation:no_comma", "Do not use any commas.", List.of("")) {
    @Override
    Map<String, JsonNode> arguments(String choice) {
      return Map.of();
    }
  },
  LOWERCASE(
      "change_case:english_lowercase",
      "Write in English and in lowercase letters only, without a single capital letter.",
      List.of("")) {
    @Override
    Map<String, JsonNode> arguments(String choice) {
      return Map.of();
    }
  },
  CAPITALS(
      "change_case:english_capital", "Write in English and in capital letters only.", List.of("")) {
    @Override
    Map<String, JsonNode> arguments(String choice) {
      return Map.of();
    }
  },
  FEWER_WORDS(
      "length_constraints:number_words",
      "Use fewer than {choice} words.",
      List.of("15", "20", "30", "40")) {
    @Override
    Map<String, JsonNode> arguments(String choice) {
      return Map.of("relation", TextNode.valueOf("less than"), "num_words", whole(choice));
    }
  },
  ENDING(
      "startend:end_checker",
      "Finish with exactly these words, and nothing after them: {choice}",
      List.of("That is all.", "I hope this helps.", "Let me know if you have questions.")) {
    @Override
    Map<String, JsonNode> arguments(String choice) {
      return Map.of("end_phrase", TextNode.valueOf(choice));
    }
  },
  QUOTATION("startend:quotation", "Put your whole answer in double quotation marks.", List.of("")) {
    @Override
    Map<String, JsonNode> arguments(String choice) {
      return Map.of();
    }
  },
  TITLE(
      "detectable_format:title",
      "Begin with a title in double angular brackets, such as <<title>>.",
      List.of("")) {
    @Override
    Map<String, JsonNode> arguments(String choice) {
      return Map.of();
    }
  },
  BULLETS(
      "detectable_format:number_bullet_lists",
      "Answer in exactly {choice} bullet points, each on a line that begins with \"* \".",
      List.of("2", "3")) {
    @Override
    Map<String, JsonNode> arguments(String choice) {
      return Map.of("num_bullets", whole(choice));
    }
  },
  KEYWORD(
      "keywords:existence",
      "Use the word \"{choice}\" in your answer.",
      List.of("important", "simple", "friend", "water", "every")) {
    @Override
    Map<String, JsonNode> arguments(String choice) {
      return Map.of("keywords", JsonNodeFactory.instance.arrayNode().add(choice));
    }
  },
  FORBIDDEN(
      "keywords:forbidden_words",
      "Do not use the word \"{choice}\".",
      List.of("the", "and", "is", "you")) {
    @Override
    Map<String, JsonNode> arguments(String choice) {
      return Map.of("forbidden_words", JsonNodeFactory.instance.arrayNode().add(choice));
    }
  };

  private final String id;
  private final String words;
  private final List<String> choices;

  ConstraintKind(String id, String words, List<String> choices) {
    this.id = id;
    this.words = words;
    this.choices = choices;
  }

  abstract Map<String, JsonNode> arguments(String choice);

  /** What the instruction can be about; one empty text where there is nothing to choose. */
  List<String> choices() {
    return choices;
  }

  String words(String choice) {
    return words.replace("{choice}", choice);
  }

  Constraint constraint(String choice) {
    return new Constraint(id, arguments(choice));
  }

  private static JsonNode whole(String text) {
    return IntNode.valueOf(Integer.parseInt(text));
  }
}
