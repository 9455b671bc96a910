package dev.belay.torch.machine;

import dev.belay.torch.machine.Processor.Feature;
import dev.belay.torch.tensor.ComputeType;
import java.util.Set;

/**
 * The type in which this processor multiplies matrices. An x86 processor without bfloat16
 * instructions emulates such products, at a half to a third of the speed of fp32: its products are
 * of fp32 copies, and their results are rounded. They differ from bfloat16 products in the order of
 * sums alone, for both add in fp32.
 */
public final class ProductType {

  private static final Set<Feature> FEATURES =
      Processor.ofThisMachine().productFeatures(System.getenv("ONEDNN_MAX_CPU_ISA"));

  private ProductType() {}

  /** The type to multiply in, for weights and activations of a type. */
  public static ComputeType of(ComputeType type) {
    return of(type, FEATURES);
  }

  /**
   * The same for a processor.
   *
   * @param features that products may use; on another architecture there are none
   */
  static ComputeType of(ComputeType type, Set<Feature> features) {
    boolean emulates =
        features.contains(Feature.AVX2)
            && !features.contains(Feature.AVX512_BF16)
            && !features.contains(Feature.AMX_BF16);
    return emulates ? ComputeType.FLOAT32 : type;
  }
}
