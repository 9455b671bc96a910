package dev.belay.torch.format.gguf;

/** How a model's rotary embedding departs from the plain one. */
sealed interface RopeScaling {

  /** Not at all. */
  record None() implements RopeScaling {}

  /**
   * Positions are divided by a factor.
   *
   * @param factor the factor
   */
  record Linear(double factor) implements RopeScaling {}

  /**
   * Llama 3's rule by wavelength: short ones are kept, long ones divided, those between blended.
   *
   * @param factor by which frequencies of long wavelengths are divided
   * @param lowFactor the original context over this is the wavelength from which all are divided
   * @param highFactor the original context over this is the wavelength up to which none is
   * @param originalPositions the context of the first training, in tokens
   */
  record Llama3(double factor, double lowFactor, double highFactor, int originalPositions)
      implements RopeScaling {}
}
