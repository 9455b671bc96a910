package dev.belay.core.verify;

import dev.belay.core.data.Problem;
import dev.belay.core.registry.Registry;
import java.util.List;
import java.util.Optional;

/** The verifiers on the class path, by the names that recipes use. */
public final class Verifiers {

  private Verifiers() {}

  /** Those that {@link java.util.ServiceLoader} finds, those that come with Belay first. */
  public static Registry<Verifier> load() {
    return new Registry<>(
        "verifier",
        Registry.provided(VerifierProvider.class, VerifierProvider::verifiers),
        Verifier::name);
  }

  /** The verifier of a name. */
  public static Optional<Verifier> find(String name) {
    return load().find(name);
  }

  /** All names. */
  public static List<String> names() {
    return load().names();
  }

  /** All of them. */
  public static List<Verifier> all() {
    return load().all();
  }

  /**
   * The verifier of a problem's own kind: of options where it has some, else the first that can
   * read its reference answer, else that of numbers.
   */
  public static Verifier of(Problem problem) {
    if (!problem.choices().isEmpty()) {
      return new ChoiceVerifier();
    }
    return all().stream()
        .filter(verifier -> verifier.referenceIssue(problem).isEmpty())
        .findFirst()
        .orElseGet(MathVerifier::new);
  }
}
