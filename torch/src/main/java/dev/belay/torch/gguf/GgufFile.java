package dev.belay.torch.gguf;

import dev.belay.core.error.BadInputException;
import dev.belay.core.text.GivenPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A GGUF file (versions 2 and 3), memory-mapped. Opening checks every length, count, shape, offset
 * and alignment against the file's size, so that a tensor of an open file can be read without
 * further care.
 */
public final class GgufFile implements AutoCloseable {

  private final Path path;
  private final Arena arena;
  private final List<Path> parts;
  private final int version;
  private final GgufMetadata metadata;
  private final Map<String, GgufTensor> tensors;

  private GgufFile(Path path, Arena arena) throws IOException {
    this.path = path;
    this.arena = arena;
    Part first = Part.read(path, arena);
    this.parts = GgufParts.of(path, first.header().metadata());
    if (parts.size() == 1) {
      this.version = first.header().version();
      this.metadata = first.header().metadata();
      this.tensors = first.tensors();
      return;
    }
    Part whole = parts.getFirst().equals(path) ? first : Part.read(parts.getFirst(), arena);
    this.version = whole.header().version();
    this.metadata = whole.header().metadata();
    this.tensors = together(whole);
  }

  /** A file as it stands, which may be one of several. */
  private record Part(GgufHeader header, Map<String, GgufTensor> tensors) {

    static Part read(Path path, Arena arena) throws IOException {
      MemorySegment bytes = map(path, arena);
      GgufCursor cursor = new GgufCursor(path, bytes);
      GgufHeader header = new GgufHeader(path, cursor);
      return new Part(header, new GgufTensorTable(cursor, header, bytes).read());
    }
  }

  private Map<String, GgufTensor> together(Part first) throws IOException {
    Map<String, GgufTensor> all = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      Part part = i == 0 ? first : Part.read(parts.get(i), arena);
      GgufParts.requireNumber(part.header().metadata(), i, parts.size());
      for (Map.Entry<String, GgufTensor> tensor : part.tensors().entrySet()) {
        if (all.putIfAbsent(tensor.getKey(), tensor.getValue()) != null) {
          throw new BadInputException(
              "%s: tensor %s stands in an earlier part too"
                  .formatted(parts.get(i), tensor.getKey()));
        }
      }
    }
    return Collections.unmodifiableMap(all);
  }

  /** The files that the model is in, in order; one, unless it was split. */
  public List<Path> parts() {
    return parts;
  }

  /**
   * Maps and checks a file, with its other parts if it was split into several.
   *
   * @throws BadInputException if there is no such file, or it is damaged, truncated or of another
   *     format; the message names the file and the key or tensor
   */
  @SuppressWarnings("MustBeClosed") // The arena belongs to the file that is returned.
  public static GgufFile open(Path path) {
    if (!Files.isRegularFile(path)) {
      throw GivenPath.noFile(path, "there is no such file");
    }
    Arena arena = Arena.ofShared();
    try {
      return new GgufFile(path, arena);
    } catch (IOException e) {
      arena.close();
      throw new UncheckedIOException(path + ": cannot be read: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private static MemorySegment map(Path path, Arena arena) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }

  /** Where the file is. */
  public Path path() {
    return path;
  }

  /** 2 or 3. */
  public int version() {
    return version;
  }

  /** Everything that is not a tensor. */
  public GgufMetadata metadata() {
    return metadata;
  }

  /** All tensors by GGUF's names, in the order of the file. */
  public Map<String, GgufTensor> tensors() {
    return tensors;
  }

  /** One tensor, if the file has it. */
  public Optional<GgufTensor> tensor(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  @Override
  public void close() {
    arena.close();
  }
}
