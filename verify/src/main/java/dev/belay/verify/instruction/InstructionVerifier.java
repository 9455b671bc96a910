package dev.belay.verify.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference;
import dev.belay.core.data.Reference.Constraint;
import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a completion follows its instructions, as IFEval does (Zhou et al. 2023,
 * arXiv:2311.07911). The details of the verdict have IFEval's own results, instruction by
 * instruction. An answer that was cut off is judged as it stands.
 */
public final class InstructionVerifier implements Verifier {

  /** Longer completions are undecided. */
  private static final int MAX_CHARACTERS = 1_000_000;

  /** What a completion must do, and what it earns. */
  public enum Measure {
    /** It is correct when it follows every instruction as it stands. */
    ALL("instructions"),
    /** As {@link #ALL}, but one that follows some earns their share. */
    SHARE("instructions-share"),
    /** It is correct when it follows every instruction loosely. */
    LOOSE("instructions-loose");

    private final String verifierName;

    Measure(String verifierName) {
      this.verifierName = verifierName;
    }
  }

  private final Measure measure;

  public InstructionVerifier(Measure measure) {
    this.measure = measure;
  }

  @Override
  public String name() {
    return measure.verifierName;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Verdict verify(Answer answer, Problem problem) {
    if (!(problem.reference() instanceof Reference.Constraints constraints)) {
      return Verdict.error("the problem has no instructions to check");
    }
    List<String> issues = new ArrayList<>();
    List<Checker> checkers = Instructions.checkers(constraints.all(), problem.question(), issues);
    if (!issues.isEmpty()) {
      return Verdict.error(String.join("; ", issues));
    }
    if (answer.text().length() > MAX_CHARACTERS) {
      return Verdict.undecided(null, "longer than %d characters".formatted(MAX_CHARACTERS));
    }
    String text = answer.isCutOffInReasoning() ? "" : answer.text();
    List<String> variants = LooseText.variants(text);
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < checkers.size(); i++) {
      results.add(result(constraints.all().get(i), checkers.get(i), text, variants));
    }
    return verdict(answer, results);
  }

  /**
   * What became of one instruction.
   *
   * @param strict whether IFEval counts it as followed
   * @param loose the same, loosely
   * @param credited whether it is followed, by the measure, with something to show for it
   */
  private record Result(String id, boolean strict, boolean loose, boolean credited) {}

  private Result result(
      Constraint constraint, Checker checker, String text, List<String> variants) {
    boolean strict = variants.contains(text) && checker.follows(text);
    boolean loose = strict || variants.stream().anyMatch(checker::follows);
    boolean followed = measure == Measure.LOOSE ? loose : strict;
    return new Result(constraint.id(), strict, loose, followed && checker.isCredited(text));
  }

  private Verdict verdict(Answer answer, List<Result> results) {
    List<String> followed = results.stream().filter(Result::credited).map(Result::id).toList();
    int size = results.size();
    boolean all = followed.size() == size;
    double share = (double) followed.size() / size;
    double score = all ? 1 : measure == Measure.SHARE ? share : 0;
    @Nullable String extracted = followed.isEmpty() ? null : String.join(", ", followed);
    return new Verdict(
            all ? Verdict.State.CORRECT : Verdict.State.INCORRECT,
            score,
            extracted,
            reason(answer, results))
        .with(details(results));
  }

  private static String reason(Answer answer, List<Result> results) {
    if (answer.isCutOffInReasoning()) {
      return Answer.NEVER_BEGAN;
    }
    if (PythonText.isBlank(answer.text())) {
      return "empty completion";
    }
    int size = results.size();
    long strict = results.stream().filter(Result::strict).count();
    long loose = results.stream().filter(Result::loose).count();
    List<String> missed =
        results.stream().filter(result -> !result.credited()).map(Result::id).toList();
    String counts = "%d of %d followed, %d loosely".formatted(strict, size, loose);
    return missed.isEmpty() ? counts : counts + "; missed: " + String.join(", ", missed);
  }

  /** IFEval's results in the order of the instructions. */
  private static Map<String, JsonNode> details(List<Result> results) {
    ArrayNode ids = JsonNodeFactory.instance.arrayNode();
    ArrayNode strict = JsonNodeFactory.instance.arrayNode();
    ArrayNode loose = JsonNodeFactory.instance.arrayNode();
    for (Result result : results) {
      ids.add(result.id());
      strict.add(result.strict());
      loose.add(result.loose());
    }
    Map<String, JsonNode> details = new LinkedHashMap<>();
    details.put("instruction_id_list", ids);
    details.put("strict", strict);
    details.put("loose", loose);
    return details;
  }
}
