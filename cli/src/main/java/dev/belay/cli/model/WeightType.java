package dev.belay.cli.model;

import dev.belay.torch.format.ElementType;
import dev.belay.torch.tensor.ComputeType;
import java.util.Locale;

/** Types that weights can be written in, by the names that recipes use. */
enum WeightType {
  FLOAT32(ElementType.F32, ComputeType.FLOAT32),
  BFLOAT16(ElementType.BF16, ComputeType.BFLOAT16);

  private final ElementType elements;
  private final ComputeType computing;

  WeightType(ElementType elements, ComputeType computing) {
    this.elements = elements;
    this.computing = computing;
  }

  /** As files have it. */
  ElementType elements() {
    return elements;
  }

  /** As tensors have it. */
  ComputeType computing() {
    return computing;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
