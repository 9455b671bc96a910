package dev.belay.core.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with JSON, in words for whoever wrote it. */
public final class JsonErrors {

  /** A message of the parser, and what to say instead, with what it found. */
  private record Words(Pattern message, String instead) {

    static Words of(String message, String instead) {
      return new Words(Pattern.compile("^" + message), instead);
    }

    /** Of one character that stands where it may not. */
    static Words ofCharacter(String expected, String instead) {
      return of("Unexpected character \\(('.{1,2}') \\(code [^)]*\\)\\).*" + expected, instead);
    }

    /** Of what is longer than the parser reads. */
    static Words ofLimit(String what, String instead) {
      return of(what + " \\(\\d+\\) exceeds the maximum allowed \\((\\d+)", instead);
    }

    Optional<String> of(String said) {
      Matcher found = message.matcher(said);
      if (!found.find()) {
        return Optional.empty();
      }
      List<String> groups = new ArrayList<>();
      for (int i = 1; i <= found.groupCount(); i++) {
        groups.add(found.group(i));
      }
      return Optional.of(instead.formatted(groups.toArray()));
    }
  }

  private static final List<Words> WORDS =
      List.of(
          Words.of("Unexpected end-of-input", "it ends in the middle of a value"),
          Words.of("Trailing token", "there is more after the value"),
          Words.ofCharacter("Expected space separating root", "there is more after the value"),
          Words.of("Duplicate field '([^']{1,60})", "the field \"%s\" is given twice"),
          Words.of(
              "Non-standard token '([^']{1,20})'",
              "%s is no number in JSON; write null, or a text in quotes"),
          Words.of(
              "Unrecognized token '([^']{1,40})",
              "'%s' is no value; texts stand in double quotes, else there are numbers, true, false"
                  + " and null"),
          Words.ofLimit("Document nesting depth", "it is nested more than %s levels deep"),
          Words.ofLimit(
              "Number value length",
              "it has a number of more than %s digits; put one as long as that in quotes"),
          Words.ofLimit("String value length", "it has a text of more than %s characters"),
          Words.ofLimit("Name length", "it has a field whose name is longer than %s characters"),
          Words.of("BigDecimal scale", "it has a number that is too large to be read"),
          Words.of(
              "Illegal unquoted character \\(\\(CTRL-CHAR, code (\\d+)",
              "a text holds the control character of code %s, which is written as an escape there"),
          Words.of(
              "Illegal character \\(\\(CTRL-CHAR, code (\\d+)",
              "there is the control character of code %s between values; remove it"),
          Words.of(
              "Unrecognized character escape '(.{1,2})'",
              "'\\%s' is no escape; a backslash itself is written twice"),
          Words.of("Unexpected close marker '(.)': expected '(.)'", "'%s' is where '%s' belongs"),
          Words.of("Unexpected close marker '(.)'", "'%s' closes what was not opened"),
          Words.of(
              "Invalid numeric value: Leading zeroes",
              "a number begins with a zero too many; leave it out, or put the number in quotes"),
          Words.ofCharacter("in numeric value", "%s is where a digit of a number belongs"),
          Words.ofCharacter("hex-digit", "%s is where a digit of an escape \\u0000 belongs"),
          Words.ofCharacter("comment", "%s begins no value; JSON has no comments"),
          Words.ofCharacter(
              "to start field name", "%s is where a field's name in double quotes belongs"),
          Words.ofCharacter("colon", "%s is where the colon after a field's name belongs"),
          Words.ofCharacter("comma", "%s is where a comma or the end belongs"),
          Words.ofCharacter(
              "", "%s begins no value; texts and names of fields stand in double quotes"));

  /** From here on a message speaks of the parser's own settings and types. */
  private static final Pattern INTERNALS =
      Pattern.compile(
          "(: enable `| \\(start marker| to allow|\\[Source|; maximum allowed| \\(for |, from `)");

  private JsonErrors() {}

  /** The cause in a few words, without its place and without a full stop. */
  public static String words(JsonProcessingException error) {
    String message = String.valueOf(error.getOriginalMessage());
    return WORDS.stream()
        .flatMap(words -> words.of(message).stream())
        .findFirst()
        .orElseGet(() -> withoutInternals(message));
  }

  private static String withoutInternals(String message) {
    Matcher internals = INTERNALS.matcher(message);
    String said = internals.find() ? message.substring(0, internals.start()) : message;
    return said.replace("`", "").strip();
  }
}
