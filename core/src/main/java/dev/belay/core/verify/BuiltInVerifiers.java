package dev.belay.core.verify;

import java.util.List;

/** The verifiers that come with Belay. */
public final class BuiltInVerifiers implements VerifierProvider {

  @Override
  public List<Verifier> verifiers() {
    return List.of(new MathVerifier(), new ChoiceVerifier());
  }
}
