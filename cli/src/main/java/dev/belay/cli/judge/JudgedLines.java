package dev.belay.cli.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.data.DataReader;
import dev.belay.core.data.DataRow;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.model.Answer;
import dev.belay.safety.judge.Judge;
import dev.belay.safety.judge.JudgedAnswers;
import dev.belay.safety.judge.Judgement;
import dev.belay.safety.judge.Opinion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lines of {@code {"id", "prompt", "completion"}}, to be judged. Lines of an evaluation may have a
 * {@code prefill}, which the completion goes on with.
 */
final class JudgedLines {

  private static final int PIECE = 128;

  private JudgedLines() {}

  /** One completion. */
  record Line(String id, String prompt, String completion) {

    /** The verdict as a line of JSON. */
    String verdict(Judge judge, Judgement judgement) {
      ObjectNode node = Json.MAPPER.createObjectNode();
      node.put("id", id);
      node.put("label", judgement.label().snakeCase());
      putHarm(node, judgement);
      node.put("judge", judge.name() + " " + judge.version());
      node.put("reason", judgement.reason());
      for (Opinion opinion : judgement.opinions()) {
        ObjectNode one = node.withArray("opinions").addObject();
        one.put("judge", opinion.judge() + " " + opinion.version());
        one.put("label", opinion.judgement().label().snakeCase());
        putHarm(one, opinion.judgement());
        one.put("reason", opinion.judgement().reason());
      }
      return Json.line(node);
    }

    private static void putHarm(ObjectNode node, Judgement judgement) {
      judgement
          .harmScore()
          .ifPresentOrElse(
              score -> node.put("harm_score", score), () -> node.putNull("harm_score"));
    }
  }

  /** Judges lines in pieces, so that verdicts come while there is more to do. */
  static void judge(List<Line> lines, Judge judge, Consumer<String> out) {
    for (int from = 0; from < lines.size(); from += PIECE) {
      List<Line> piece = lines.subList(from, Math.min(from + PIECE, lines.size()));
      List<Judgement> judgements =
          JudgedAnswers.judge(
              judge,
              piece.stream().map(Line::prompt).toList(),
              piece.stream().map(line -> Answer.of(line.completion())).toList());
      for (int i = 0; i < piece.size(); i++) {
        out.accept(piece.get(i).verdict(judge, judgements.get(i)));
      }
    }
  }

  /**
   * Reads a file.
   *
   * @throws BadInputException with every line that lacks a text
   */
  static List<Line> read(Path file) {
    List<Line> lines = new ArrayList<>();
    List<String> issues = new ArrayList<>();
    int number = 0;
    for (DataRow row : DataReader.readRecords(file)) {
      ObjectNode node = row.fields();
      number++;
      if (node.path("prompt").isTextual() && node.path("completion").isTextual()) {
        lines.add(
            new Line(
                node.path("id").asText(Integer.toString(number - 1)),
                node.path("prompt").textValue(),
                node.path("prefill").asText("") + node.path("completion").textValue()));
      } else {
        issues.add(
            "%s: needs \"prompt\" and \"completion\", each a text; found: %s."
                .formatted(row.source(), row.columns()));
      }
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return List.copyOf(lines);
  }
}
