package dev.belay.torch.format;

import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * Writes a safetensors file, one tensor at a time, byte for byte as the format's reference
 * implementation does: widest elements first, then by name, so that every tensor is aligned.
 *
 * <p>The file appears whole or not at all: it is written under a temporary name, forced to disk and
 * moved.
 */
public final class SafetensorsWriter {

  private static final long CHUNK_BYTES = 16L << 20;

  private record Source(ElementType type, List<Long> shape, Supplier<Tensor> tensor) {
    long bytes() {
      return shape.stream().reduce(1L, Math::multiplyExact) * type.bits() / 8;
    }
  }

  private final SequencedMap<String, Source> sources = new LinkedHashMap<>();
  private final Map<String, String> metadata = new TreeMap<>(Map.of("format", "pt"));

  /** Sets one line of the free text that the file carries; {@code format = pt} is there already. */
  public SafetensorsWriter metadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /** Adds a tensor as it is; it is read when the file is written. */
  public SafetensorsWriter add(String name, Tensor tensor) {
    List<Long> shape = new ArrayList<>();
    for (long dimension : tensor.shape()) {
      shape.add(dimension);
    }
    return add(name, ElementType.of(tensor), shape, () -> tensor);
  }

  /**
   * Adds a tensor that is made when it is written, so that one at a time is in memory.
   *
   * @param tensor called once, inside a {@link TensorScope} that closes afterwards; gives a tensor
   *     of that shape and is converted to {@code type} where it has another
   */
  public SafetensorsWriter add(
      String name, ElementType type, List<Long> shape, Supplier<Tensor> tensor) {
    if (name.equals(SafetensorsHeader.METADATA) || sources.containsKey(name)) {
      throw new IllegalArgumentException("the name " + name + " is taken");
    }
    if (type.scalarType().isEmpty()) {
      throw new IllegalArgumentException(type + " cannot be written");
    }
    sources.put(name, new Source(type, List.copyOf(shape), tensor));
    return this;
  }

  /** Bytes of all tensors added so far. */
  public long dataBytes() {
    return sources.values().stream().mapToLong(Source::bytes).sum();
  }

  /** Writes the file, replacing one that exists. */
  public void write(Path file) throws IOException {
    List<TensorEntry> entries = layout();
    Path target = file.toAbsolutePath();
    // Not createTempFile, which would leave a file that only its owner can read.
    Path temporary =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        writeHeader(channel, SafetensorsHeader.write(entries, metadata));
        for (TensorEntry entry : entries) {
          writeTensor(channel, entry);
        }
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private List<TensorEntry> layout() {
    List<Map.Entry<String, Source>> ordered = new ArrayList<>(sources.entrySet());
    ordered.sort(
        Comparator.comparing(
                (Map.Entry<String, Source> entry) -> entry.getValue().type(),
                Comparator.reverseOrder())
            .thenComparing(Map.Entry::getKey));
    List<TensorEntry> entries = new ArrayList<>();
    long offset = 0;
    for (var entry : ordered) {
      Source source = entry.getValue();
      entries.add(
          new TensorEntry(entry.getKey(), source.type(), source.shape(), offset, source.bytes()));
      offset += source.bytes();
    }
    return entries;
  }

  private static void writeHeader(FileChannel channel, byte[] json) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(8 + json.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(json.length).put(json).flip();
    writeFully(channel, buffer);
  }

  private void writeTensor(FileChannel channel, TensorEntry entry) throws IOException {
    Source source = Objects.requireNonNull(sources.get(entry.name()));
    try (var _ = new TensorScope()) {
      Tensor tensor = source.tensor().get();
      if (!Arrays.equals(tensor.shape(), entry.dimensions())) {
        throw new IllegalArgumentException(
            "tensor %s is of shape %s, announced as %s"
                .formatted(entry.name(), Arrays.toString(tensor.shape()), entry.shape()));
      }
      Tensor dense = tensor.detach().to(source.type().scalarType().orElseThrow()).contiguous();
      long address = entry.bytes() == 0 ? 0 : NativeMemory.address(dense);
      for (long done = 0; done < entry.bytes(); done += CHUNK_BYTES) {
        long bytes = Math.min(CHUNK_BYTES, entry.bytes() - done);
        writeFully(channel, NativeMemory.ALL.asSlice(address + done, bytes).asByteBuffer());
      }
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
