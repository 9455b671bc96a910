package dev.belay.core.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.WellFormed;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqMap;
import dev.hardwood.row.PqStruct;
import dev.hardwood.row.StructAccessor;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Rows as the trees that lines of JSON are read to, and what all of them hold together. */
final class RowNodes {

  /** What a value takes beside its text, and a row beside its values. */
  private static final int NODE = 100;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Path file;
  private final Limits limits;
  private long bytes;

  RowNodes(Path file, Limits limits) {
    this.file = file;
    this.limits = limits;
  }

  /**
   * The fields of a struct, or of a row.
   *
   * @throws BadInputException when all rows so far hold more than is allowed
   */
  ObjectNode of(StructAccessor struct) {
    count(NODE);
    ObjectNode fields = NODES.objectNode();
    for (int i = 0; i < struct.getFieldCount(); i++) {
      fields.set(
          struct.getFieldName(i), struct.isNull(i) ? NODES.nullNode() : node(struct.getValue(i)));
    }
    return fields;
  }

  private JsonNode node(@Nullable Object value) {
    count(NODE);
    return switch (value) {
      case null -> NODES.nullNode();
      case String text -> text(text);
      case Boolean flag -> NODES.booleanNode(flag);
      case Integer number -> NODES.numberNode(number);
      case Long number -> whole(number);
      case Float number -> real(number.toString(), Float.isFinite(number));
      case Double number -> real(number.toString(), Double.isFinite(number));
      case BigDecimal number -> NODES.numberNode(number);
      case byte[] raw -> raw(raw);
      case PqStruct struct -> of(struct);
      case PqList list -> list(list);
      case PqMap map -> map(map);
      default -> text(value.toString()); // Dates, times, UUIDs.
    };
  }

  private JsonNode text(String text) {
    count(text.length());
    return TextNode.valueOf(WellFormed.of(text));
  }

  /** As lines of JSON are read: no wider than it has to be. */
  private static JsonNode whole(long number) {
    return number == (int) number ? NODES.numberNode((int) number) : NODES.numberNode(number);
  }

  /** Numbers that JSON has not are their names. */
  private static JsonNode real(String digits, boolean finite) {
    return finite ? NODES.numberNode(new BigDecimal(digits)) : NODES.textNode(digits);
  }

  /** Some writers do not say that their bytes are text. */
  private JsonNode raw(byte[] raw) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
      return text(text);
    } catch (CharacterCodingException e) {
      return NODES.nullNode();
    }
  }

  private ArrayNode list(PqList list) {
    ArrayNode items = NODES.arrayNode();
    for (int i = 0; i < list.size(); i++) {
      items.add(list.isNull(i) ? NODES.nullNode() : node(list.get(i)));
    }
    return items;
  }

  private ObjectNode map(PqMap map) {
    ObjectNode fields = NODES.objectNode();
    for (PqMap.Entry entry : map.getEntries()) {
      fields.set(
          String.valueOf(entry.getKey()), node(entry.isValueNull() ? null : entry.getValue()));
    }
    return fields;
  }

  private void count(long more) {
    bytes += more;
    if (bytes > limits.rowBytes()) {
      throw new BadInputException(
          "%s: holds more than %d MiB; split it, or give more memory: BELAY_HEAP=4g."
              .formatted(file, limits.rowBytes() >> 20));
    }
  }
}
