package dev.belay.torch.suffix;

/**
 * How much a search may cost.
 *
 * @param steps changes of one token, at most
 * @param candidates changes tried in each step (the paper's B)
 * @param topK tokens considered at each position, those of steepest descent (the paper's k)
 */
public record SearchBudget(int steps, int candidates, int topK) {

  public SearchBudget {
    if (steps < 1 || candidates < 1 || topK < 1) {
      throw new IllegalArgumentException("steps, candidates and top-k must be 1 or more");
    }
  }
}
