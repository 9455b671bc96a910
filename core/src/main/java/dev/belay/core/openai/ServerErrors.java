package dev.belay.core.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.error.Printable;
import dev.belay.core.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says what a server's refusals mean and what to do. */
final class ServerErrors {
  private static final int SHOWN = 300;

  private final ServerSettings settings;

  ServerErrors(ServerSettings settings) {
    this.settings = settings;
  }

  /** The exception for a status that will not pass. */
  RuntimeException refusal(String what, HttpAnswer answer) {
    String server = settings.url().toString();
    return new BadInputException(
        switch (answer.status()) {
          case 401, 403 ->
              "%s: %s (%d). %s"
                  .formatted(
                      server,
                      settings.key().isPresent() ? "refuses the API key" : "wants an API key",
                      answer.status(),
                      "Put a key that may use the model into BELAY_API_KEY, or into a variable that"
                          + " you name with --api-key-env (for a judge: its api_key_env).");
          case 404 ->
              "%s: has no %s (404)%s. Check the address, which often ends with /v1, and the model's"
                      .formatted(server, what, said(answer))
                  + " name.";
          case 301, 302, 303, 307, 308 ->
              "%s: redirects to %s. Redirects are not followed, so that the key stays here; give"
                      .formatted(server, clean(answer.location()))
                  + " the address itself.";
          default ->
              "%s: refuses the request for %s (%d)%s."
                  .formatted(server, what, answer.status(), said(answer));
        });
  }

  /** The exception for a request that is refused for what is in it. */
  UnansweredException refusalOfRequest(HttpAnswer answer) {
    JsonNode error = error(answer);
    String code = error.path("code").asText("") + " " + error.path("type").asText("");
    boolean aboutConversation =
        Stream.of("content_filter", "content_policy", "context_length", "moderation")
                .anyMatch(code::contains)
            || answer.status() == 403
            || answer.status() == 451;
    return new UnansweredException(
        "the server refuses the request (%d)%s".formatted(answer.status(), said(answer)),
        aboutConversation);
  }

  /** The reason in a few words for an answer that may be better next time. */
  String passing(HttpAnswer answer) {
    return answer.isSuccess()
        ? "its answer makes no sense"
        : "it answers " + answer.status() + said(answer);
  }

  /** The reason in a few words for no answer. */
  String passing(IOException error) {
    if (error instanceof ConnectException) {
      return isUnresolved(error)
          ? "its name " + settings.url().base().getHost() + " cannot be resolved"
          : "no connection";
    }
    if (error.getCause() instanceof TimeoutException) {
      return clean(String.valueOf(error.getMessage()));
    }
    return "the connection broke: "
        + clean(error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage());
  }

  private static boolean isUnresolved(@Nullable Throwable error) {
    return error != null
        && (error instanceof UnresolvedAddressException || isUnresolved(error.getCause()));
  }

  /** The exception when patience has run out. */
  ServerException exhausted(String reason, Duration waited) {
    return new ServerException(
        "%s: %s, after trying for %d s".formatted(settings.url(), reason, waited.toSeconds()));
  }

  /** Why there was no answer, to be said after the address. */
  String withoutAddress(ServerException error) {
    String message = String.valueOf(error.getMessage());
    String address = settings.url() + ": ";
    return message.startsWith(address) ? message.substring(address.length()) : message;
  }

  /** Whether a 429 says that the account is empty, which no waiting mends. */
  boolean isQuotaSpent(HttpAnswer answer) {
    return answer.status() == 429
        && error(answer).path("code").asText("").equals("insufficient_quota");
  }

  /** What the server itself says, after a colon; nothing when it says nothing. */
  private String said(HttpAnswer answer) {
    JsonNode error = error(answer);
    String message = error.isTextual() ? error.textValue() : error.path("message").asText("");
    return message.isBlank() ? "" : ": " + clean(message);
  }

  private static JsonNode error(HttpAnswer answer) {
    try {
      JsonNode root = Json.MAPPER.readTree(answer.body());
      JsonNode error = root.path("error");
      return error.isMissingNode() ? root.path("detail") : error;
    } catch (JsonProcessingException e) {
      return Json.MAPPER.missingNode();
    }
  }

  /** Text of a stranger, fit for a terminal and a log: one line, short, without the key. */
  String clean(String text) {
    // Hidden before it is cut: the beginning of a key would not be found.
    String hidden = settings.key().map(key -> key.hiddenIn(text)).orElse(text);
    String line = Printable.of(hidden).replaceAll("\\s+", " ").strip();
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
  }
}
