package dev.belay.torch.gguf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian numbers inside a stored row. */
final class BlockBytes {

  private static final VarHandle SHORT = littleEndian(short[].class);
  private static final VarHandle INT = littleEndian(int[].class);

  private BlockBytes() {}

  /** The fp16 number at a byte. */
  static float half(byte[] row, int at) {
    return Float.float16ToFloat(int16(row, at));
  }

  static short int16(byte[] row, int at) {
    return (short) SHORT.get(row, at);
  }

  static int int32(byte[] row, int at) {
    return (int) INT.get(row, at);
  }

  private static VarHandle littleEndian(Class<?> arrayType) {
    return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN);
  }
}
