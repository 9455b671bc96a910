package dev.belay.torch.generate;

/**
 * What decides which kernel a library takes for a product, beside the number of rows.
 *
 * @param outputs rows of the weight, {@code [N]}
 * @param inputs columns of the weight, {@code [K]}
 * @param biased whether a bias is added
 */
record ProductShape(int outputs, int inputs, boolean biased) {

  /** Multiplications of one row. */
  long multiplications() {
    return (long) outputs * inputs;
  }

  /** Such as {@code 960×576 with bias}. */
  @Override
  public String toString() {
    return "%d×%d%s".formatted(outputs, inputs, biased ? " with bias" : "");
  }
}
