package dev.belay.core.verify;

import dev.belay.core.data.Problem;
import dev.belay.core.error.BadInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The verifiers on the class path, by the names that recipes use. */
public final class Verifiers {

  private Verifiers() {}

  /** The verifier of a name. */
  public static Optional<Verifier> find(String name) {
    return Optional.ofNullable(loaded().get(name));
  }

  /** All names, those that come with Belay first. */
  public static List<String> names() {
    return List.copyOf(loaded().keySet());
  }

  private static Map<String, Verifier> loaded() {
    return byName(ServiceLoader.load(VerifierProvider.class, Verifiers.class.getClassLoader()));
  }

  /**
   * The verifiers of some providers.
   *
   * @throws BadInputException when two have the same name
   */
  static Map<String, Verifier> byName(Iterable<VerifierProvider> providers) {
    Map<String, Verifier> verifiers = new LinkedHashMap<>();
    for (VerifierProvider provider : providers) {
      for (Verifier verifier : provider.verifiers()) {
        @Nullable Verifier other = verifiers.put(verifier.name(), verifier);
        if (other != null) {
          throw new BadInputException(
              "two verifiers are named %s: %s and %s. Rename one, or leave it off the class path."
                  .formatted(
                      verifier.name(), other.getClass().getName(), verifier.getClass().getName()));
        }
      }
    }
    return verifiers;
  }

  /** All of them. */
  public static List<Verifier> all() {
    return List.copyOf(loaded().values());
  }

  /**
   * The verifier of a problem's own kind: of options where it has some, else the first that can
   * read its reference answer, else that of numbers.
   */
  public static Verifier of(Problem problem) {
    if (!problem.choices().isEmpty()) {
      return new ChoiceVerifier();
    }
    return loaded().values().stream()
        .filter(verifier -> verifier.referenceIssue(problem).isEmpty())
        .findFirst()
        .orElseGet(MathVerifier::new);
  }
}
