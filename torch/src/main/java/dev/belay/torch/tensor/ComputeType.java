package dev.belay.torch.tensor;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The element type of weights and activations in GEMMs; sums and statistics are always fp32. */
public enum ComputeType {
  /** 8 bits of mantissa: half the memory, and the fast GEMMs of processors that have them. */
  BFLOAT16(ScalarType.BFloat16, 2),
  /** Single precision throughout. */
  FLOAT32(ScalarType.Float, 4);

  private final ScalarType scalarType;
  private final int bytes;

  ComputeType(ScalarType scalarType, int bytes) {
    this.scalarType = scalarType;
    this.bytes = bytes;
  }

  /** The type of a tensor that computes: bf16 or fp32, nothing else. */
  public static ComputeType of(Tensor tensor) {
    ScalarType found = tensor.scalar_type().intern();
    for (ComputeType type : values()) {
      if (type.scalarType == found) {
        return type;
      }
    }
    throw new IllegalArgumentException("a tensor of bf16 or fp32 is needed, not " + found.name());
  }

  /** libtorch's name for it. */
  public ScalarType scalarType() {
    return scalarType;
  }

  /** The nearest number of this type, ties to even. */
  public float round(float value) {
    if (this == FLOAT32) {
      return value;
    }
    int bits = Float.floatToRawIntBits(value);
    return Float.intBitsToFloat((bits + 0x7fff + ((bits >>> 16) & 1)) & 0xffff0000);
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }
}
