package dev.belay.torch.format;

import dev.belay.core.error.BadInputException;
import dev.belay.core.text.GivenPath;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * A safetensors file, memory-mapped read-only: opening reads the header alone, and the pages of a
 * tensor come in when it is used. Safe to share between threads.
 *
 * <p>Tensors are views of the mapping. They belong to the file: writing to one crashes the process,
 * and so does using one after {@link #close}.
 */
public final class SafetensorsFile implements AutoCloseable {

  private static final int LENGTH_BYTES = 8;

  private final Path file;
  private final SafetensorsHeader header;
  private final Arena arena;
  private final MemorySegment data;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private boolean closed;

  private SafetensorsFile(Path file, SafetensorsHeader header, Arena arena, MemorySegment data) {
    this.file = file;
    this.header = header;
    this.arena = arena;
    this.data = data;
  }

  /**
   * Opens a file and checks its header against its size.
   *
   * @throws BadInputException if there is no such file, it is truncated, or its header is not what
   *     the format demands
   */
  public static SafetensorsFile open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw GivenPath.noFile(file, "no such file. A safetensors file is needed here.");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      byte[] json = readHeader(file, channel, size);
      long begin = (long) LENGTH_BYTES + json.length;
      SafetensorsHeader header = SafetensorsHeader.parse(file, json, size - begin);
      return map(file, channel, header, begin, size);
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static byte[] readHeader(Path file, FileChannel channel, long size) throws IOException {
    if (size < LENGTH_BYTES) {
      throw new BadInputException(
          "%s: only %d bytes long, so not a safetensors file. Fetch it again."
              .formatted(file, size));
    }
    ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    readFully(file, channel, length, 0);
    long headerBytes = length.getLong(0);
    if (headerBytes < 2 || headerBytes > SafetensorsHeader.MAX_BYTES) {
      throw new BadInputException(
          "%s: claims a header of %s bytes (2 to %d are allowed); it is not a safetensors file."
              .formatted(file, Long.toUnsignedString(headerBytes), SafetensorsHeader.MAX_BYTES));
    }
    if (headerBytes > size - LENGTH_BYTES) {
      throw new BadInputException(
          "%s: claims a header of %d bytes but holds only %d: it is truncated. Fetch it again."
              .formatted(file, headerBytes, size));
    }
    ByteBuffer json = ByteBuffer.allocate((int) headerBytes);
    readFully(file, channel, json, LENGTH_BYTES);
    return json.array();
  }

  private static void readFully(Path file, FileChannel channel, ByteBuffer buffer, long position)
      throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new BadInputException(file + ": became shorter while it was read. Fetch it again.");
      }
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // The file that is returned closes the arena.
  private static SafetensorsFile map(
      Path file, FileChannel channel, SafetensorsHeader header, long begin, long size)
      throws IOException {
    Arena arena = Arena.ofShared();
    try {
      // From byte 0: the system maps whole pages, and the data then keep the file's alignment.
      MemorySegment whole = channel.map(MapMode.READ_ONLY, 0, size, arena);
      return new SafetensorsFile(file, header, arena, whole.asSlice(begin));
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /** Where it was read from. */
  public Path path() {
    return file;
  }

  /** Its tensors by name, in the header's order. */
  public Map<String, TensorEntry> entries() {
    return Collections.unmodifiableMap(header.entries());
  }

  /** The description of one tensor. */
  public Optional<TensorEntry> entry(String name) {
    return Optional.ofNullable(header.entries().get(name));
  }

  /** The free text that the file carries, such as {@code format = pt}. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  /**
   * One tensor, a view of the mapped file; it belongs to this file and lives until it is closed.
   *
   * @throws IllegalArgumentException if the file has none of that name
   * @throws BadInputException if libtorch has no type for its elements
   */
  public synchronized Tensor tensor(String name) {
    if (closed) {
      throw new IllegalStateException(file + " is closed");
    }
    Tensor known = tensors.get(name);
    if (known != null) {
      return known;
    }
    TensorEntry entry = header.entries().get(name);
    if (entry == null) {
      throw new IllegalArgumentException(file + " has no tensor " + name);
    }
    Tensor made = view(entry);
    tensors.put(name, made);
    return made;
  }

  private Tensor view(TensorEntry entry) {
    var scalarType =
        entry
            .type()
            .scalarType()
            .orElseThrow(
                () ->
                    new BadInputException(
                        "%s: tensor %s is of type %s, which cannot be computed with."
                            .formatted(file, entry.name(), entry.type())));
    long address = data.address() + entry.offset();
    try (var _ = new TensorScope()) {
      TensorOptions options = new TensorOptions(scalarType);
      if (entry.bytes() == 0) {
        return TensorScope.retain(torch.empty(entry.dimensions(), options, null));
      }
      if (address % entry.type().alignmentBytes() == 0) {
        return TensorScope.retain(
            torch.from_blob(NativeMemory.pointer(address), entry.dimensions(), options));
      }
      // A writer that does not align: kernels need whole elements, so this one is copied.
      Tensor copy = torch.empty(entry.dimensions(), options, null);
      NativeMemory.copy(address, NativeMemory.address(copy), entry.bytes());
      return TensorScope.retain(copy);
    }
  }

  /** Frees the tensors and unmaps the file. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      tensors.values().forEach(Tensor::close);
      tensors.clear();
      arena.close();
    }
  }
}
