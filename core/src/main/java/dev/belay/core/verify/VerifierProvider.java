package dev.belay.core.verify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Brings verifiers of one's own: name the class in {@code META-INF/services} of this interface; see
 * {@code docs/extending.md}.
 */
public interface VerifierProvider {

  /** The verifiers, by whose names recipes choose; each is used from several threads at once. */
  List<Verifier> verifiers();

  /**
   * How long one of their verdicts may take; one that takes longer is interrupted, and is an error.
   * Empty for verifiers that bound their own work, whatever a completion is: those are given whole
   * batches and are not watched.
   */
  default Optional<Duration> deadline() {
    return Optional.of(Duration.ofSeconds(10));
  }
}
