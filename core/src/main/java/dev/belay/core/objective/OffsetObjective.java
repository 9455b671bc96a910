package dev.belay.core.objective;

/** The part of an objective's batch from {@code offset} on. */
record OffsetObjective(TokenObjective whole, int offset) implements TokenObjective {

  @Override
  public TokenLoss at(int index, TokenLaw law) {
    return whole.at(offset + index, law);
  }

  @Override
  public boolean needsReference() {
    return whole.needsReference();
  }
}
