package dev.belay.verify.format;

import dev.belay.core.error.IssueCollector;
import dev.belay.core.error.IssueList;
import dev.belay.core.recipe.GateSpec;
import dev.belay.core.verify.GatedVerifier;
import dev.belay.core.verify.Verifier;
import dev.belay.core.verify.Verifiers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** From what a recipe asks of a completion's form to the verifiers that look at it. */
public final class Gates {

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private Gates() {}

  /**
   * The gates of a recipe.
   *
   * @param place where they stand, such as {@code train.reward[0].gates}
   * @param issues gets what is wrong with each
   */
  public static List<FormatVerifier> of(GateSpec spec, String place, IssueCollector issues) {
    List<FormatVerifier> gates = new ArrayList<>();
    if (spec.reasoning()) {
      gates.add(new ReasoningFormat());
    }
    if (!spec.tags().isEmpty()) {
      add(gates, place + ".tags", () -> new TagsFormat(spec.tags()), issues);
    }
    spec.pattern()
        .ifPresent(
            pattern -> add(gates, place + ".pattern", () -> new PatternFormat(pattern), issues));
    spec.jsonSchema()
        .ifPresent(
            schema ->
                add(gates, place + ".json_schema", () -> new JsonSchemaFormat(schema), issues));
    return List.copyOf(gates);
  }

  /**
   * The same, outside of a recipe.
   *
   * @throws dev.belay.core.error.BadInputException with all that is wrong
   */
  public static List<FormatVerifier> of(GateSpec spec) {
    IssueList issues = new IssueList();
    List<FormatVerifier> gates = of(spec, "", issues);
    issues.throwIfAny();
    return gates;
  }

  /** The verifier behind the gates; itself where there are none. */
  public static Verifier before(Verifier verifier, List<FormatVerifier> gates) {
    return gates.isEmpty() ? verifier : new GatedVerifier(verifier, gates);
  }

  /**
   * A verifier of forms alone: right is what has them all. It cannot end a run.
   *
   * @param forms at least one
   */
  public static Verifier alone(List<FormatVerifier> forms) {
    Verifier last = Verifiers.guarded(forms.getLast(), Optional.of(DEADLINE));
    return before(last, forms.subList(0, forms.size() - 1));
  }

  private static void add(
      List<FormatVerifier> gates,
      String place,
      Supplier<? extends FormatVerifier> make,
      IssueCollector issues) {
    issues.collect(place, make::get).ifPresent(gates::add);
  }
}
