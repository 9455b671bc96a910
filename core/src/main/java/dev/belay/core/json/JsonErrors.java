package dev.belay.core.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with JSON, in words for whoever wrote it. */
public final class JsonErrors {

  private static final Pattern NO_NUMBER = Pattern.compile("^Non-standard token '([^']{1,20})'");
  private static final Pattern NO_WORD = Pattern.compile("^Unrecognized token '([^']{1,40})'");
  private static final Pattern TWICE = Pattern.compile("^Duplicate field '([^']{1,60})'");

  /** From here on a message speaks of the parser's own settings and types. */
  private static final Pattern INTERNALS =
      Pattern.compile(
          "(: enable `| \\(start marker| to allow|\\[Source|; maximum allowed| \\(for )");

  private JsonErrors() {}

  /** The cause in a few words, without its place and without a full stop. */
  public static String words(JsonProcessingException error) {
    String message = String.valueOf(error.getOriginalMessage());
    if (error instanceof JsonEOFException || message.startsWith("Unexpected end-of-input")) {
      return "it ends in the middle of a value";
    }
    Matcher number = NO_NUMBER.matcher(message);
    if (number.find()) {
      return number.group(1) + " is no number in JSON; write null, or a text in quotes";
    }
    Matcher word = NO_WORD.matcher(message);
    if (word.find()) {
      return "'%s' is no value; texts stand in double quotes, else there are numbers, true, false and null"
          .formatted(word.group(1));
    }
    Matcher twice = TWICE.matcher(message);
    if (twice.find()) {
      return "the field \"" + twice.group(1) + "\" is given twice";
    }
    if (message.startsWith("Trailing token")) {
      return "there is more after the value";
    }
    Matcher internals = INTERNALS.matcher(message);
    String said = internals.find() ? message.substring(0, internals.start()) : message;
    return said.replace("`", "").strip();
  }
}
