package dev.belay.torch.format;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Element types that the safetensors format names, in the order of its reference implementation
 * (which stores wider types first, so that every tensor is aligned). The names are the format's.
 */
public enum ElementType {
  BOOL(8, ScalarType.Bool),
  F4(4, null),
  F6_E2M3(6, null),
  F6_E3M2(6, null),
  U8(8, ScalarType.Byte),
  I8(8, ScalarType.Char),
  F8_E5M2(8, ScalarType.Float8_e5m2),
  F8_E4M3(8, ScalarType.Float8_e4m3fn),
  F8_E8M0(8, ScalarType.Float8_e8m0fnu),
  I16(16, ScalarType.Short),
  U16(16, ScalarType.UInt16),
  F16(16, ScalarType.Half),
  BF16(16, ScalarType.BFloat16),
  I32(32, ScalarType.Int),
  U32(32, ScalarType.UInt32),
  F32(32, ScalarType.Float),
  C64(64, ScalarType.ComplexFloat),
  F64(64, ScalarType.Double),
  I64(64, ScalarType.Long),
  U64(64, ScalarType.UInt64);

  private final int bits;
  private final @Nullable ScalarType scalarType;

  ElementType(int bits, @Nullable ScalarType scalarType) {
    this.bits = bits;
    this.scalarType = scalarType;
  }

  /** The type that the format calls {@code name}; empty when it names none. */
  public static Optional<ElementType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** The type of a tensor's elements. */
  public static ElementType of(Tensor tensor) {
    ScalarType wanted = tensor.scalar_type().intern();
    return Arrays.stream(values())
        .filter(type -> type.scalarType == wanted)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("safetensors has no type for " + wanted.name()));
  }

  /** Bits of one element. */
  public int bits() {
    return bits;
  }

  /** Bytes to which a tensor's address must be aligned. */
  public int alignmentBytes() {
    return Math.max(1, bits / 8);
  }

  /** libtorch's name for the type; empty for the packed types of less than 8 bits. */
  public Optional<ScalarType> scalarType() {
    return Optional.ofNullable(scalarType);
  }

  /** Whether it is F32, F16 or BF16, the types that model weights come in. */
  public boolean isModelWeight() {
    return this == F32 || this == F16 || this == BF16;
  }
}
