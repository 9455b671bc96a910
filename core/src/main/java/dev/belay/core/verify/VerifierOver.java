package dev.belay.core.verify;

import dev.belay.core.data.Problem;
import dev.belay.core.model.Answer;
import java.util.Optional;

/** A verifier that stands before another, and is what that one is but for its verdicts. */
abstract class VerifierOver implements Verifier {

  private final Verifier verifier;

  VerifierOver(Verifier verifier) {
    this.verifier = verifier;
  }

  /** The other. */
  public Verifier verifier() {
    return verifier;
  }

  @Override
  public String name() {
    return verifier.name();
  }

  @Override
  public int version() {
    return verifier.version();
  }

  @Override
  public String extractor() {
    return verifier.extractor();
  }

  @Override
  public boolean onlyByName() {
    return verifier.onlyByName();
  }

  @Override
  public boolean isWhole(Answer answer, Problem problem) {
    return verifier.isWhole(answer, problem);
  }

  @Override
  public Optional<String> referenceIssue(Problem problem) {
    return verifier.referenceIssue(problem);
  }
}
