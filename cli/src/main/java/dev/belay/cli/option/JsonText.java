package dev.belay.cli.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;

/** JSON on standard output, for other programs. */
public final class JsonText {

  private static final ObjectWriter WRITER = new ObjectMapper().writerWithDefaultPrettyPrinter();

  private JsonText() {}

  /** Maps, lists, numbers and text over several lines, without a line's end after the last. */
  public static String of(Object facts) {
    try {
      return WRITER.writeValueAsString(facts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps, lists, numbers and text are always valid JSON", e);
    }
  }
}
