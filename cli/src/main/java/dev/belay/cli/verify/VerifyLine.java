package dev.belay.cli.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.belay.core.data.DataRow;
import dev.belay.core.data.Problem;
import dev.belay.core.model.Answer;
import dev.belay.core.model.FinishReason;
import dev.belay.core.verify.Attempt;
import dev.belay.core.verify.Verifier;
import java.util.Optional;

/**
 * One line of {@code {"id", "domain", …, "completion"}}, ready to be verified.
 *
 * @param id as the line has it; its number where it has none
 */
record VerifyLine(JsonNode id, Domain domain, Verifier verifier, Attempt attempt) {

  private static final String[] COMPLETION = {"completion", "response", "output", "generation"};

  /**
   * Reads a line.
   *
   * @param row the line
   * @param fallback the domain of a line that does not say its own
   * @throws dev.belay.core.error.BadInputException with the line's number when it cannot be read
   */
  static VerifyLine read(DataRow row, Optional<Domain> fallback, LineVerifiers verifiers) {
    Fields fields = new Fields(row);
    Domain domain = domain(fields, fallback);
    Verifier verifier = verifiers.of(domain, fields);
    JsonNode id = id(row);
    Problem problem =
        new Problem(
            id.asText(),
            fields.text("prompt", "question", "text").orElse(""),
            LineReferences.read(domain, fields),
            null,
            row.source(),
            "");
    return new VerifyLine(id, domain, verifier, new Attempt(answer(fields), problem));
  }

  /** The id of a line, of which nothing else may be as it should. */
  static JsonNode id(DataRow row) {
    return new Fields(row)
        .find("id", "task_id", "key")
        .filter(JsonNode::isValueNode)
        .orElseGet(() -> LongNode.valueOf(row.source().line()));
  }

  private static Domain domain(Fields fields, Optional<Domain> fallback) {
    Optional<String> word = fields.text("domain");
    if (word.isPresent()) {
      return Domain.of(word.get())
          .orElseThrow(
              () ->
                  fields.error(
                      "found the domain \"%s\", must be one of %s."
                          .formatted(word.get(), Domain.words())));
    }
    return fallback
        .or(() -> guessed(fields))
        .orElseThrow(
            () ->
                fields.error(
                    "no \"domain\", which must be one of %s; add it, or say --domain."
                        .formatted(Domain.words())));
  }

  /** Published files say what they are by their own keys. */
  private static Optional<Domain> guessed(Fields fields) {
    if (fields.has("instruction_id_list")) {
      return Optional.of(Domain.INSTRUCTIONS);
    }
    if (fields.has("test_list", "test", "tests")) {
      return Optional.of(Domain.CODE);
    }
    return fields.has("choices") ? Optional.of(Domain.CHOICE) : Optional.empty();
  }

  private static Answer answer(Fields fields) {
    String completion = fields.text("prefill").orElse("") + fields.requiredText(COMPLETION);
    boolean cutOff =
        fields.text("finish_reason").filter(reason -> reason.equals("length")).isPresent();
    FinishReason end = cutOff ? FinishReason.LENGTH : FinishReason.EOS;
    Optional<String> reasoning = fields.text("reasoning", "reasoning_content");
    return reasoning.isPresent()
        ? Answer.of(reasoning.get(), completion, end)
        : Answer.of(completion, end, Optional.empty());
  }
}
