package dev.belay.core.verify;

import java.util.List;

/**
 * Brings verifiers of one's own: name the class in {@code META-INF/services} of this interface; see
 * {@code docs/extending.md}.
 */
public interface VerifierProvider {

  /** The verifiers, by whose names recipes choose; each is used from several threads at once. */
  List<Verifier> verifiers();
}
