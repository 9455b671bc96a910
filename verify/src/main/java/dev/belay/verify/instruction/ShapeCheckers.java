package dev.belay.verify.instruction;

import java.util.List;

/** How a text begins and ends, and what it is made of as a whole. */
final class ShapeCheckers {

  private static final String DIVIDER = "******";

  private ShapeCheckers() {}

  /** Two different answers with six asterisks between; a divider may begin or end the text. */
  static Checker twoResponses(Arguments arguments) {
    return text -> {
      List<String> parts = PythonText.split(text, DIVIDER).stream().map(PythonText::strip).toList();
      boolean gap = parts.size() > 2 && parts.subList(1, parts.size() - 1).contains("");
      List<String> answers = parts.stream().filter(part -> !part.isEmpty()).toList();
      return !gap && answers.size() == 2 && !answers.getFirst().equals(answers.getLast());
    };
  }

  /**
   * The text begins with the request, in either case. Where the data does not say what to repeat,
   * it is the first line of the prompt, as in the evaluator that came with the data without it.
   */
  static Checker repeatPrompt(Arguments arguments, String prompt) {
    String request;
    if (arguments.has("prompt_to_repeat")) {
      request = arguments.text("prompt_to_repeat");
    } else {
      request = PythonText.strip(PythonText.split(prompt, "\n").getFirst());
      arguments.require(
          !request.isEmpty(), "needs \"prompt_to_repeat\", or a prompt whose first line it is");
    }
    String wanted = PythonText.lower(request);
    return text -> PythonText.lower(PythonText.strip(text)).startsWith(wanted);
  }

  /** The text ends with a phrase, in either case, quotation marks after it left aside. */
  static Checker end(Arguments arguments) {
    String phrase = PythonText.lower(arguments.text("end_phrase"));
    return text ->
        PythonText.lower(PythonText.strip(PythonText.strip(text), c -> c == '"')).endsWith(phrase);
  }

  /** The text stands in double quotation marks. */
  static Checker quotation(Arguments arguments) {
    return text -> {
      String inner = PythonText.strip(text);
      return inner.length() > 1 && inner.startsWith("\"") && inner.endsWith("\"");
    };
  }

  static Checker noComma(Arguments arguments) {
    return text -> text.indexOf(',') < 0;
  }
}
