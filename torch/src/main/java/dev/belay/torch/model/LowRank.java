package dev.belay.torch.model;

import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What an adapter adds to a weight: {@code scale · up · down} (LoRA, arXiv 2106.09685, equation 3,
 * where {@code down} is A and {@code up} is B).
 *
 * @param down {@code [rank, in]} fp32, dense
 * @param up {@code [out, rank]} fp32, dense
 * @param scale what multiplies the product
 */
public record LowRank(Tensor down, Tensor up, double scale) {

  private static final String WEIGHT = ".weight";

  /**
   * PEFT's name of {@code down} beside a weight.
   *
   * @param weight its Hugging Face name
   */
  public static String downName(String weight) {
    return peftName(weight, ".lora_A.weight");
  }

  /** PEFT's name of {@code up} beside a weight. */
  public static String upName(String weight) {
    return peftName(weight, ".lora_B.weight");
  }

  private static String peftName(String weight, String part) {
    return "base_model.model." + weight.substring(0, weight.length() - WEIGHT.length()) + part;
  }

  /** The rank, r. */
  public int rank() {
    return (int) down.size(0);
  }

  /**
   * A weight with this in it, in fp32 and the caller's scope.
   *
   * @param weight {@code [out, in]}
   */
  public Tensor addedTo(Tensor weight) {
    Tensor sum = weight.to(ScalarType.Float, false, true, new MemoryFormatOptional());
    addTo(sum);
    return sum;
  }

  /**
   * Adds it to a weight in place.
   *
   * @param weight {@code [out, in]} fp32
   */
  public void addTo(Tensor weight) {
    try (Scalar one = new Scalar(1);
        Scalar factor = new Scalar(scale)) {
      weight.addmm_(up, down, one, factor);
    }
  }
}
