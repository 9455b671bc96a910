package dev.belay.core.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;

/** The mapper of JSON for whoever needs no settings of his own. */
public final class Json {

  /** Reads and writes by Jackson's defaults; shared between threads, so never configured. */
  public static final ObjectMapper MAPPER = new ObjectMapper();

  private static final ObjectWriter PRETTY =
      MAPPER.writerWithDefaultPrettyPrinter().with(new TerminalEscapes());

  private Json() {}

  /**
   * Maps, lists, trees, numbers and text over several lines, no line's end after the last. What a
   * terminal would obey instead of showing is escaped.
   */
  public static String pretty(Object value) {
    try {
      return PRETTY.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not a value that JSON can hold: " + value, e);
    }
  }
}
