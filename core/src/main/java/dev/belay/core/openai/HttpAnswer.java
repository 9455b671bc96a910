package dev.belay.core.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.json.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What came back.
 *
 * @param status the HTTP status
 * @param retryAfter how long the server asks to wait; empty when it does not, or unreadably
 * @param location where it redirects; empty when it does not
 * @param body as text
 */
record HttpAnswer(int status, Optional<Duration> retryAfter, String location, String body) {
  private static final long LONGEST_SECONDS = 1_000_000_000;

  /** Whether it is there, whatever it holds: some gateways answer 201. */
  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /**
   * The same with the status that it should have had: some gateways answer 200 and put the error of
   * the server behind them into the body.
   */
  HttpAnswer unwrapped() {
    if (!isSuccess() || !body.contains("\"error\"")) {
      return this;
    }
    try {
      JsonNode root = Json.MAPPER.readTree(body);
      JsonNode error = root.path("error");
      boolean failed = (error.isObject() || error.isTextual()) && root.path("choices").isEmpty();
      int code = error.path("code").asInt(500);
      int instead = code >= 400 && code < 600 ? code : 500;
      return failed ? new HttpAnswer(instead, retryAfter, location, body) : this;
    } catch (JsonProcessingException e) {
      return this;
    }
  }

  /** Whether the same request may succeed later. */
  boolean mayPass() {
    return status == 408 || status == 425 || status == 429 || (status >= 500 && status != 501);
  }

  /** Whether it says that the server is busy or away, whatever it was asked. */
  boolean isAway() {
    return status == 429 || status == 502 || status == 503 || status == 504 || status == 529;
  }

  /** Whether it says that the server has too much to do, and will do it later. */
  boolean isBusy() {
    return status == 429 || status == 529 || (status == 503 && retryAfter.isPresent());
  }

  /**
   * Whether it refuses the one who asks, or the address, or the model, whatever is asked. Of those
   * that wait, 429, one is left when nothing more is tried only if the account is empty.
   */
  boolean isRefusalOfAsker() {
    return status == 401
        || status == 402
        || status == 404
        || status == 407
        || status == 429
        || (status >= 300 && status < 400);
  }

  /** Whether what is refused is this request, and not the one who asks or the address. */
  boolean isRefusalOfRequest() {
    return status == 400 || status == 413 || status == 415 || status == 422 || status == 451;
  }

  /** Whether the server does not know such a request at all. */
  boolean isUnknownRequest() {
    return status == 404 || status == 405 || status == 501;
  }

  /** Reads a {@code Retry-After} header: seconds, or a date. */
  static Optional<Duration> retryAfter(String header, Instant now) {
    String text = header.strip();
    if (text.matches("\\d{1,12}(\\.\\d{1,6})?")) {
      double seconds = Math.min(Double.parseDouble(text), LONGEST_SECONDS);
      return Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
    }
    try {
      Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration left = Duration.between(now, date);
      return Optional.of(left.isNegative() ? Duration.ZERO : left);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
