package dev.belay.core.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/**
 * What {@code strftime_now} of a chat template reads: one time for all prompts of a run, which the
 * run keeps, so that what is measured after is asked what was asked before, across midnight and
 * when it is resumed.
 */
public record TemplateTime(ZonedDateTime at) {

  /** The key under which provenance has it. */
  public static final String KEY = "template_time";

  @SuppressWarnings("TimeInStaticInitializer") // One time for all of a process is what is wanted.
  private static final TemplateTime PROCESS =
      new TemplateTime(ZonedDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS));

  /** When this process first asked: the same for all that it does. */
  public static TemplateTime ofThisProcess() {
    return PROCESS;
  }

  /**
   * A date, a date with a time, or these with an offset: {@code 2026-11-28}, {@code
   * 2026-11-28T09:30:00+01:00}.
   *
   * @param place what it is called in errors
   * @throws BadInputException if it is none of these
   */
  public static TemplateTime parse(String text, String place) {
    try {
      return of(text.strip());
    } catch (DateTimeException e) {
      throw new BadInputException(
          "%s: found %s, must be a date such as 2026-11-28, or with its time 2026-11-28T09:30:00."
              .formatted(place, text),
          e);
    }
  }

  private static TemplateTime of(String text) {
    ZoneId here = ZoneId.systemDefault();
    if (!text.contains("T")) {
      return new TemplateTime(LocalDate.parse(text).atStartOfDay(here));
    }
    TemporalAccessor found =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, ZonedDateTime::from, LocalDateTime::from);
    return new TemplateTime(
        found instanceof ZonedDateTime zoned ? zoned : LocalDateTime.from(found).atZone(here));
  }

  /** The time that a {@code provenance.json} has; empty if there is none. */
  public static Optional<TemplateTime> recorded(Path provenance) {
    if (!Files.isRegularFile(provenance)) {
      return Optional.empty();
    }
    try {
      String text = Json.MAPPER.readTree(Files.readString(provenance)).path(KEY).asText("");
      return text.isEmpty() ? Optional.empty() : Optional.of(parse(text, provenance + ": " + KEY));
    } catch (JsonProcessingException e) {
      return Optional.empty(); // Whoever needs the rest of it says so.
    } catch (IOException e) {
      throw new BadInputException(provenance + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** A clock that stands at it. */
  public Clock clock() {
    return Clock.fixed(at.toInstant(), at.getZone());
  }

  @Override
  public String toString() {
    return at.toString();
  }
}
