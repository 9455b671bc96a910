package dev.belay.core.verify;

import java.util.List;
import java.util.Optional;

/** The verifiers that Belay has, by the names that recipes use. */
public final class Verifiers {

  private static final List<Verifier> ALL = List.of(new MathVerifier(), new ChoiceVerifier());

  private Verifiers() {}

  /** The verifier of a name. */
  public static Optional<Verifier> find(String name) {
    return ALL.stream().filter(verifier -> verifier.name().equals(name)).findFirst();
  }

  /** All names. */
  public static List<String> names() {
    return ALL.stream().map(Verifier::name).toList();
  }
}
