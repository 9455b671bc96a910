package dev.belay.core.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;

/** The mapper of JSON for whoever needs no settings of his own. */
public final class Json {

  /** Reads and writes by Jackson's defaults; shared between threads, so never configured. */
  public static final ObjectMapper MAPPER = new ObjectMapper();

  private static final ObjectWriter LINE = MAPPER.writer(new TerminalEscapes());

  private static final ObjectWriter PRETTY = LINE.withDefaultPrettyPrinter();

  private Json() {}

  /**
   * Maps, lists, trees, numbers and text over several lines, no line's end after the last. What a
   * terminal would obey instead of showing is escaped.
   */
  public static String pretty(Object value) {
    return written(value, PRETTY);
  }

  /** The same in one line. */
  public static String line(Object value) {
    return written(value, LINE);
  }

  private static String written(Object value, ObjectWriter writer) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not a value that JSON can hold: " + value, e);
    }
  }
}
