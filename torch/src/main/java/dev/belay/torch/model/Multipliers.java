package dev.belay.torch.model;

/**
 * Numbers of the configuration that rows are multiplied by (Granite).
 *
 * @param embedding what embeddings are multiplied by
 * @param residual what each branch is multiplied by before it is added to the residual stream
 * @param logitsDivisor what logits are divided by
 */
public record Multipliers(double embedding, double residual, double logitsDivisor) {

  /** Nothing is multiplied. */
  public static final Multipliers NONE = new Multipliers(1, 1, 1);
}
