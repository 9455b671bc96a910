package dev.belay.core.verify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The verifiers that come with Belay. */
public final class BuiltInVerifiers implements VerifierProvider {

  @Override
  public List<Verifier> verifiers() {
    return List.of(
        new MathVerifier(), new ChoiceVerifier(), new MathVerifier(SeveralAnswers.UNDECIDED));
  }

  /** Each bounds its own work. */
  @Override
  public Optional<Duration> deadline() {
    return Optional.empty();
  }
}
