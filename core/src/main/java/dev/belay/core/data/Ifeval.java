package dev.belay.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.data.Reference.Constraint;
import dev.belay.core.data.Reference.Constraints;
import dev.belay.core.error.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * IFEval (Zhou et al. 2023, arXiv:2311.07911): 541 prompts with instructions whose observance a
 * program can check. The published set is for measuring and has one split.
 */
public final class Ifeval {

  private static final String IDS = "instruction_id_list";
  private static final String ARGUMENTS = "kwargs";

  private Ifeval() {}

  static Dataset dataset() {
    List<String> files =
        List.of("instructions/ifeval/input_data.jsonl", "ifeval/input_data.jsonl", "ifeval.jsonl");
    DatasetInfo info =
        new DatasetInfo(
            "ifeval",
            1,
            "Prompts with instructions whose observance a program can check.",
            List.of("test"),
            files,
            "https://github.com/google-research/google-research/tree/master/instruction_following_eval",
            "Apache-2.0");
    return new FileDataset(info, split -> files, (file, split) -> read(file));
  }

  private static List<Problem> read(Path file) {
    return DataReader.map(DataReader.read(file), Ifeval::problem);
  }

  private static Problem problem(DataRow row) {
    return new Problem(
        "ifeval-" + row.textOrNumber("key"),
        row.text("prompt"),
        constraints(row),
        null,
        row.source(),
        "");
  }

  /**
   * The instructions of a record by IFEval's own keys: {@code instruction_id_list}, and {@code
   * kwargs}, an object of arguments for each. Arguments that are null are left out.
   *
   * @throws BadInputException when they are missing, of another form, or not as many as each other
   */
  public static Constraints constraints(DataRow row) {
    List<JsonNode> ids = list(row, IDS);
    List<JsonNode> arguments = list(row, ARGUMENTS);
    if (ids.isEmpty() || ids.size() != arguments.size()) {
      throw new BadInputException(
          "%s: columns \"%s\" and \"%s\" must be equally long, and not empty; found %d and %d."
              .formatted(row.source(), IDS, ARGUMENTS, ids.size(), arguments.size()));
    }
    List<Constraint> constraints = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      if (!ids.get(i).isTextual()) {
        throw wrong(row, IDS, "a list of texts", ids.get(i));
      }
      constraints.add(new Constraint(ids.get(i).textValue(), arguments(row, arguments.get(i))));
    }
    return new Constraints(constraints);
  }

  private static List<JsonNode> list(DataRow row, String column) {
    JsonNode value = row.fields().path(column);
    if (!value.isArray()) {
      throw value.isMissingNode()
          ? new BadInputException(
              "%s: no column \"%s\"; found: %s.".formatted(row.source(), column, row.columns()))
          : wrong(row, column, "a list", value);
    }
    List<JsonNode> elements = new ArrayList<>();
    value.forEach(elements::add);
    return elements;
  }

  private static Map<String, JsonNode> arguments(DataRow row, JsonNode value) {
    Map<String, JsonNode> arguments = new HashMap<>();
    if (value instanceof ObjectNode object) {
      object.properties().stream()
          .filter(entry -> !entry.getValue().isNull())
          .forEach(entry -> arguments.put(entry.getKey(), entry.getValue()));
    } else if (!value.isNull()) {
      throw wrong(row, ARGUMENTS, "a list of objects", value);
    }
    return arguments;
  }

  private static BadInputException wrong(
      DataRow row, String column, String needed, JsonNode found) {
    return new BadInputException(
        "%s: column \"%s\" must be %s, found %s."
            .formatted(row.source(), column, needed, DataRow.shortened(found.toString())));
  }
}
