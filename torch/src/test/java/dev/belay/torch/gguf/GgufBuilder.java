package dev.belay.torch.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes GGUF files for tests, wrong ones too: nothing is checked, and every count can lie. */
final class GgufBuilder {

  @SuppressWarnings("ArrayRecordComponent") // Written out, never compared.
  private record Tensor(String name, long[] dimensions, int type, long offset, byte[] data) {}

  private final Bytes metadata = new Bytes();
  private final List<Tensor> tensors = new ArrayList<>();
  private int keys;
  private int version = 3;
  private int alignment = 32;
  private long tensorCountLie;
  private long keyCountLie;
  private long nextOffset;

  GgufBuilder version(int number) {
    version = number;
    return this;
  }

  /** Aligns the data, and says so in the metadata. */
  GgufBuilder alignment(int bytes) {
    alignment = bytes;
    return whole("general.alignment", bytes);
  }

  GgufBuilder addToTensorCount(long difference) {
    tensorCountLie = difference;
    return this;
  }

  GgufBuilder addToKeyCount(long difference) {
    keyCountLie = difference;
    return this;
  }

  GgufBuilder text(String key, String value) {
    return raw(key, GgufValueType.STRING, new Bytes().text(value));
  }

  GgufBuilder whole(String key, int value) {
    return raw(key, GgufValueType.UINT32, new Bytes().int32(value));
  }

  GgufBuilder real(String key, float value) {
    return raw(key, GgufValueType.FLOAT32, new Bytes().int32(Float.floatToRawIntBits(value)));
  }

  GgufBuilder truth(String key, boolean value) {
    return raw(key, GgufValueType.BOOL, new Bytes().int8(value ? 1 : 0));
  }

  GgufBuilder texts(String key, List<String> values) {
    Bytes bytes = new Bytes().int32(GgufValueType.STRING.id()).int64(values.size());
    values.forEach(bytes::text);
    return raw(key, GgufValueType.ARRAY, bytes);
  }

  GgufBuilder wholes(String key, int... values) {
    Bytes bytes = new Bytes().int32(GgufValueType.INT32.id()).int64(values.length);
    for (int value : values) {
      bytes.int32(value);
    }
    return raw(key, GgufValueType.ARRAY, bytes);
  }

  /** A value of any bytes. */
  GgufBuilder raw(String key, GgufValueType type, Bytes value) {
    return raw(key, type.id(), value);
  }

  GgufBuilder raw(String key, int typeId, Bytes value) {
    metadata.text(key).int32(typeId).bytes(value);
    keys++;
    return this;
  }

  /** A tensor at the next aligned offset. */
  GgufBuilder tensor(String name, int typeId, byte[] data, long... dimensions) {
    long offset = nextOffset;
    nextOffset = (offset + data.length + alignment - 1) / alignment * alignment;
    return tensorAt(offset, name, typeId, data, dimensions);
  }

  /** A tensor that claims an offset; its data still stands where it is its turn. */
  GgufBuilder tensorAt(long offset, String name, int typeId, byte[] data, long... dimensions) {
    tensors.add(new Tensor(name, dimensions, typeId, offset, data));
    return this;
  }

  /** An F32 tensor of the same value throughout, dimensions in GGUF's order (innermost first). */
  GgufBuilder constant(String name, float value, long... dimensions) {
    long count = 1;
    for (long dimension : dimensions) {
      count *= dimension;
    }
    Bytes data = new Bytes();
    for (long i = 0; i < count; i++) {
      data.int32(Float.floatToRawIntBits(value));
    }
    return tensor(name, 0, data.toArray(), dimensions);
  }

  byte[] build() {
    Bytes file = new Bytes().int32(GgufHeader.MAGIC).int32(version);
    file.int64(tensors.size() + tensorCountLie).int64(keys + keyCountLie).bytes(metadata);
    for (Tensor tensor : tensors) {
      file.text(tensor.name()).int32(tensor.dimensions().length);
      for (long dimension : tensor.dimensions()) {
        file.int64(dimension);
      }
      file.int32(tensor.type()).int64(tensor.offset());
    }
    for (Tensor tensor : tensors) {
      file.pad(alignment).bytes(tensor.data());
    }
    return file.toArray();
  }

  Path write(Path file) throws IOException {
    return Files.write(file, build());
  }

  /** Little-endian bytes. */
  static final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes int8(int value) {
      out.write(value);
      return this;
    }

    Bytes int16(int value) {
      return int8(value).int8(value >> 8);
    }

    Bytes int32(int value) {
      out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
      return this;
    }

    Bytes int64(long value) {
      out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
      return this;
    }

    Bytes text(String value) {
      byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
      return int64(utf8.length).bytes(utf8);
    }

    Bytes bytes(byte[] value) {
      out.writeBytes(value);
      return this;
    }

    Bytes bytes(Bytes value) {
      return bytes(value.toArray());
    }

    Bytes pad(int alignment) {
      while (out.size() % alignment != 0) {
        out.write(0);
      }
      return this;
    }

    byte[] toArray() {
      return out.toByteArray();
    }
  }
}
