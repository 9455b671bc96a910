package dev.belay.verify.instruction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.data.DataLocations;
import dev.belay.core.data.DataReader;
import dev.belay.core.data.DataRow;
import dev.belay.core.data.DatasetCatalog;
import dev.belay.core.data.DatasetSpec;
import dev.belay.core.data.Problem;
import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** IFEval's own data and the verdicts of its own evaluator, from the folders of BELAY_DATA. */
class IfevalAgreementDataIT {

  private static final InstructionVerifier VERIFIER =
      new InstructionVerifier(InstructionVerifier.Measure.ALL);

  private final DataLocations locations = DataLocations.fromEnvironment(null);
  private final List<Problem> problems =
      DatasetCatalog.standard(locations).problems(DatasetSpec.named("ifeval", "test"));

  @Test
  void everyInstructionOfThePublishedSetCanBeChecked() {
    assertThat(problems).hasSize(541);
    assertThat(problems).allSatisfy(p -> assertThat(VERIFIER.referenceIssue(p)).isEmpty());
  }

  @Test
  void agreesWithIfevalsEvaluatorOnRealAnswers() {
    Map<String, Problem> byId =
        problems.stream().collect(Collectors.toMap(Problem::id, Function.identity()));
    Path file =
        locations.require(
            "checked answers", List.of("instructions/ifeval/text_bison_checked.jsonl"));
    List<String> differences = new ArrayList<>();
    int checked = 0;
    for (DataRow row : DataReader.read(file)) {
      Problem problem = Objects.requireNonNull(byId.get("ifeval-" + row.textOrNumber("key")));
      JsonNode response = row.fields().get("response");
      Answer answer = new Answer("", response.textValue(), Answer.Ending.COMPLETE);
      Verdict verdict = VERIFIER.verify(answer, problem);
      for (String how : List.of("strict", "loose")) {
        checked += row.fields().get(how).size();
        if (!Objects.equals(verdict.details().get(how), row.fields().get(how))) {
          differences.add(problem.id() + " " + how + " " + verdict.details());
        }
      }
    }
    assertThat(checked).isEqualTo(750);
    assertThat(differences).isEmpty();
  }
}
