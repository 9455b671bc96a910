package dev.belay.torch.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.JsonErrors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON header of a safetensors file, checked against the file's size before anything is read
 * through it: every tensor lies inside the data, none overlaps another, no byte is left over, and
 * each has as many bytes as its shape and type need.
 */
final class SafetensorsHeader {

  static final String METADATA = "__metadata__";

  /** Longest header accepted, as in the reference implementation. */
  static final long MAX_BYTES = 100_000_000L;

  private static final int MAX_RANK = 16;
  private static final int MAX_ISSUES = 20;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;
  private final long dataBytes;
  private final List<String> issues = new ArrayList<>();
  private final Map<String, TensorEntry> entries = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private SafetensorsHeader(Path file, long dataBytes) {
    this.file = file;
    this.dataBytes = dataBytes;
  }

  /**
   * Reads and checks a header.
   *
   * @param file named in errors
   * @param json the header's bytes, without its length
   * @param dataBytes bytes of the file behind the header
   */
  static SafetensorsHeader parse(Path file, byte[] json, long dataBytes) {
    SafetensorsHeader header = new SafetensorsHeader(file, dataBytes);
    header.read(json);
    header.checkCoverage();
    if (!header.issues.isEmpty()) {
      throw new BadInputException(shortened(header.issues));
    }
    return header;
  }

  Map<String, TensorEntry> entries() {
    return entries;
  }

  Map<String, String> metadata() {
    return metadata;
  }

  private static List<String> shortened(List<String> issues) {
    if (issues.size() <= MAX_ISSUES) {
      return issues;
    }
    List<String> head = new ArrayList<>(issues.subList(0, MAX_ISSUES));
    head.add("… and " + (issues.size() - MAX_ISSUES) + " more.");
    return head;
  }

  private void read(byte[] json) {
    JsonNode root;
    try {
      root = JSON.readTree(new String(json, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          "%s: the safetensors header is not valid JSON (%s). The file is damaged: fetch it again."
              .formatted(file, JsonErrors.words(e)),
          e);
    }
    if (!root.isObject()) {
      throw new BadInputException(
          file + ": the safetensors header is not a JSON object. The file is damaged.");
    }
    root.properties().forEach(field -> readField(field.getKey(), field.getValue()));
  }

  private void readField(String name, JsonNode value) {
    if (name.equals(METADATA)) {
      value.properties().forEach(item -> metadata.put(item.getKey(), item.getValue().asText()));
      return;
    }
    Optional<ElementType> type = readType(name, value.path("dtype"));
    Optional<List<Long>> shape = readLongs(name, "shape", value.path("shape"));
    Optional<List<Long>> range = readLongs(name, "data_offsets", value.path("data_offsets"));
    if (type.isEmpty() || shape.isEmpty() || range.isEmpty()) {
      return;
    }
    if (range.get().size() != 2 || range.get().get(0) > range.get().get(1)) {
      issue(name, "data_offsets are " + range.get() + ", not [begin, end]");
      return;
    }
    long begin = range.get().get(0);
    long bytes = range.get().get(1) - begin;
    long needed = neededBytes(type.get(), shape.get());
    if (needed < 0) {
      issue(name, "the shape " + shape.get() + " is too large to exist");
    } else if (needed != bytes) {
      issue(
          name,
          "data_offsets %s span %d bytes but %s %s needs %d"
              .formatted(range.get(), bytes, type.get(), shape.get(), needed));
    } else {
      entries.put(name, new TensorEntry(name, type.get(), shape.get(), begin, bytes));
    }
  }

  private Optional<ElementType> readType(String name, JsonNode node) {
    Optional<ElementType> type = ElementType.named(node.asText());
    if (type.isEmpty()) {
      issue(name, "unknown dtype " + (node.isMissingNode() ? "(none)" : node));
    }
    return type;
  }

  private Optional<List<Long>> readLongs(String name, String key, JsonNode node) {
    List<Long> values = new ArrayList<>();
    boolean good = node.isArray() && node.size() <= MAX_RANK;
    for (JsonNode item : node) {
      good &= item.isIntegralNumber() && item.canConvertToLong() && item.longValue() >= 0;
      values.add(item.asLong());
    }
    if (!good) {
      issue(
          name,
          "%s is %s; allowed is a list of at most %d non-negative integers"
              .formatted(key, node.isMissingNode() ? "missing" : node, MAX_RANK));
      return Optional.empty();
    }
    return Optional.of(values);
  }

  /** Bytes that a shape needs, -1 when they overflow or do not fill whole bytes. */
  private static long neededBytes(ElementType type, List<Long> shape) {
    try {
      long elements = 1;
      long extent = 1; // As elements, but blind to zeros, which would hide an overflow of strides.
      for (long dimension : shape) {
        elements = Math.multiplyExact(elements, dimension);
        extent = Math.multiplyExact(extent, Math.max(1, dimension));
      }
      Math.multiplyExact(extent, type.bits());
      long bits = Math.multiplyExact(elements, type.bits());
      return bits % 8 == 0 ? bits / 8 : -1;
    } catch (ArithmeticException overflow) {
      return -1;
    }
  }

  private void checkCoverage() {
    List<TensorEntry> ordered = new ArrayList<>(entries.values());
    ordered.sort(
        Comparator.comparingLong(TensorEntry::offset).thenComparingLong(TensorEntry::bytes));
    long end = 0;
    for (TensorEntry entry : ordered) {
      if (entry.offset() > dataBytes || entry.bytes() > dataBytes - entry.offset()) {
        issues.add(
            ("%s: tensor %s ends at byte %d of the data, but the file holds only %d: it is"
                    + " truncated. Fetch it again.")
                .formatted(file, entry.name(), entry.offset() + entry.bytes(), dataBytes));
        return; // Everything behind it is missing too.
      }
      if (entry.offset() != end && issues.isEmpty()) {
        issue(
            entry.name(),
            "data begins at byte %d, %s; tensors must follow one another"
                .formatted(
                    entry.offset(),
                    entry.offset() < end
                        ? "inside the tensor before it, which ends at " + end
                        : "leaving a gap after byte " + end));
      }
      end = Math.max(end, entry.offset() + entry.bytes());
    }
    if (end != dataBytes && issues.isEmpty()) {
      issues.add(
          "%s: the header describes %d bytes of tensors, the file holds %d. It is damaged."
              .formatted(file, end, dataBytes));
    }
  }

  private void issue(String tensor, String what) {
    issues.add("%s: tensor %s: %s.".formatted(file, tensor, what));
  }

  /** The header, padded with spaces to a multiple of 8 bytes, as the reference writes it. */
  static byte[] write(List<TensorEntry> entries, Map<String, String> metadata) throws IOException {
    var root = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      var node = root.putObject(METADATA);
      metadata.forEach(node::put);
    }
    for (TensorEntry entry : entries) {
      var node = root.putObject(entry.name());
      node.put("dtype", entry.type().name());
      var shape = node.putArray("shape");
      entry.shape().forEach(shape::add);
      node.putArray("data_offsets").add(entry.offset()).add(entry.offset() + entry.bytes());
    }
    byte[] json = JSON.writeValueAsBytes(root);
    byte[] padded = Arrays.copyOf(json, Math.ceilDiv(json.length, 8) * 8);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }
}
