package dev.belay.torch.tensor;

import dev.belay.torch.library.NativeLibraries;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Typed access to absolute addresses, for kernels that run over tensors' own memory. Nothing here
 * checks bounds: callers pass addresses inside a live tensor or arena.
 */
public final class NativeMemory {

  /** The whole address space; {@code ALL} with an absolute address as offset. */
  @SuppressWarnings("restricted") // The kernels work on absolute addresses.
  public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private NativeMemory() {}

  /** Address of the first element of a dense tensor. */
  public static long address(Tensor tensor) {
    return tensor.data_ptr().address();
  }

  public static float getFloat(long address) {
    return ALL.get(ValueLayout.JAVA_FLOAT, address);
  }

  public static void setFloat(long address, float value) {
    ALL.set(ValueLayout.JAVA_FLOAT, address, value);
  }

  public static int getInt(long address) {
    return ALL.get(ValueLayout.JAVA_INT, address);
  }

  public static long getLong(long address) {
    return ALL.get(ValueLayout.JAVA_LONG, address);
  }

  public static float getBfloat16(long address) {
    return Float.intBitsToFloat(ALL.get(ValueLayout.JAVA_SHORT, address) << 16);
  }

  /** Stores the nearest bfloat16, ties to even. */
  public static void setBfloat16(long address, float value) {
    int bits = Float.floatToRawIntBits(value);
    ALL.set(
        ValueLayout.JAVA_SHORT, address, (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16));
  }

  public static void copy(long from, long to, long bytes) {
    MemorySegment.copy(ALL, from, ALL, to, bytes);
  }

  public static void zero(long address, long bytes) {
    ALL.asSlice(address, bytes).fill((byte) 0);
  }

  /**
   * A dense tensor over memory that somebody else owns and keeps while the tensor is in use.
   *
   * @param address of the first element
   */
  public static Tensor tensor(long address, ScalarType type, long... shape) {
    NativeLibraries.load();
    return torch.from_blob(pointer(address), shape, new TensorOptions(type));
  }

  /** A pointer for {@code from_blob}; it does not own the memory. */
  public static Pointer pointer(long address) {
    NativeLibraries.load();
    return new AddressPointer(address);
  }

  private static final class AddressPointer extends Pointer {
    AddressPointer(long value) {
      address = value;
    }
  }
}
