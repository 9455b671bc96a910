package dev.belay.core.verify;

import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference;
import dev.belay.core.registry.Registry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The verifiers on the class path, by the names that recipes use. */
public final class Verifiers {

  private static final String KIND = "verifier";

  private static @Nullable Registry<Verifier> loaded;

  private Verifiers() {}

  /**
   * Those that {@link ServiceLoader} finds, those that come with Belay first, each under guard:
   * what it throws, or does not finish before its provider's deadline, is an error verdict.
   */
  public static synchronized Registry<Verifier> load() {
    if (loaded == null) {
      List<Verifier> bare = new ArrayList<>();
      List<Verifier> guarded = new ArrayList<>();
      for (VerifierProvider provider :
          ServiceLoader.load(VerifierProvider.class, VerifierProvider.class.getClassLoader())) {
        for (Verifier verifier : provider.verifiers()) {
          bare.add(verifier);
          guarded.add(new GuardedVerifier(verifier, provider.deadline()));
        }
      }
      requireNamesOnce(bare);
      loaded = new Registry<>(KIND, guarded, Verifier::name);
    }
    return loaded;
  }

  /**
   * A verifier under guard, as those of {@link #load()} are: it cannot end a run.
   *
   * @param deadline for each verdict; empty for one that bounds its own work
   */
  public static Verifier guarded(Verifier verifier, Optional<Duration> deadline) {
    return new GuardedVerifier(verifier, deadline);
  }

  /** The error names the classes of two with one name, which the guards would hide. */
  private static void requireNamesOnce(List<Verifier> verifiers) {
    Registry<Verifier> _ = new Registry<>(KIND, verifiers, Verifier::name);
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
   * The verifier of a problem's own kind: of options where it has some or its reference is the
   * letter of one, else the first that can read its reference, else that of mathematics.
   */
  public static Verifier of(Problem problem) {
    if (!problem.choices().isEmpty() || isLetter(problem)) {
      return new ChoiceVerifier();
    }
    return all().stream()
        .filter(verifier -> !verifier.onlyByName())
        .filter(verifier -> verifier.referenceIssue(problem).isEmpty())
        .findFirst()
        .or(
            () ->
                problem.reference() instanceof Reference.UnitTests
                    ? find("code")
                    : Optional.empty())
        .orElseGet(MathVerifier::new);
  }

  private static boolean isLetter(Problem problem) {
    return problem.reference() instanceof Reference.Expression expression
        && expression.text().length() == 1
        && new ChoiceVerifier().referenceIssue(problem).isEmpty();
  }
}
