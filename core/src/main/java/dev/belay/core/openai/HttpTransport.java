package dev.belay.core.openai;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One HTTP request and its answer. Redirects are not followed, so that the key stays with the
 * server that it was given for.
 */
final class HttpTransport {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** Far more than a completion is; a server that sends more is broken or hostile. */
  private static final long MOST_BYTES = 4L << 20;

  private final HttpClient client;
  private final Optional<ApiKey> key;
  private final Duration timeout;
  private final Timing timing;

  HttpTransport(Optional<ApiKey> key, Duration timeout, Timing timing) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT.compareTo(timeout) < 0 ? CONNECT : timeout)
            .build();
    this.key = key;
    this.timeout = timeout;
    this.timing = timing;
  }

  /**
   * Sends a request.
   *
   * @param json posted; empty for a GET
   * @throws IOException when there is no whole answer within the timeout
   */
  HttpAnswer send(URI address, Optional<String> json) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("User-Agent", "belay")
            .header("Accept", "application/json");
    key.ifPresent(secret -> request.header("Authorization", secret.header()));
    json.ifPresent(
        text ->
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(text)));
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    try {
      return answer(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw new IOException("no whole answer within " + timeout.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw cause instanceof IOException io ? io : new IOException(String.valueOf(cause), cause);
    } finally {
      answer.cancel(true); // Gives the connection up, whichever way this ended.
    }
  }

  private HttpAnswer answer(HttpResponse<byte[]> response) {
    return new HttpAnswer(
        response.statusCode(),
        response
            .headers()
            .firstValue("Retry-After")
            .flatMap(header -> HttpAnswer.retryAfter(header, timing.now())),
        response.headers().firstValue("Location").orElse(""),
        new String(response.body(), StandardCharsets.UTF_8));
  }
}
