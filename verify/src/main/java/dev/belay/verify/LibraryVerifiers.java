package dev.belay.verify;

import dev.belay.core.verify.Verifier;
import dev.belay.core.verify.VerifierProvider;
import dev.belay.verify.code.CodeVerifier;
import dev.belay.verify.instruction.InstructionVerifier;
import dev.belay.verify.puzzle.PuzzleVerifier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The verifiers of this module. */
public final class LibraryVerifiers implements VerifierProvider {

  @Override
  public List<Verifier> verifiers() {
    return List.of(
        CodeVerifier.isolated(),
        CodeVerifier.unisolated(),
        new InstructionVerifier(InstructionVerifier.Measure.ALL),
        new InstructionVerifier(InstructionVerifier.Measure.SHARE),
        new InstructionVerifier(InstructionVerifier.Measure.LOOSE),
        new PuzzleVerifier());
  }

  /** Each bounds its own work. */
  @Override
  public Optional<Duration> deadline() {
    return Optional.empty();
  }
}
