package dev.belay.torch.catalog;

import dev.belay.core.error.BadInputException;
import dev.belay.core.error.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How to speak to the hub.
 *
 * @param endpoint its address, without a slash at the end
 * @param token the user's access token, sent to the endpoint only
 * @param offline which variable says not to use the hub, if one does
 * @param connectTimeout how long to wait for a connection: short, so that a machine without the
 *     network comes to the next source quickly
 * @param readTimeout how long a connection may say nothing
 * @param proxies through which servers are reached
 * @param retry what to do when a connection breaks
 */
record HubSettings(
    URI endpoint,
    Optional<String> token,
    Optional<String> offline,
    Duration connectTimeout,
    Duration readTimeout,
    Proxies proxies,
    Retry retry) {

  static final String PUBLIC_ENDPOINT = "https://huggingface.co";
  private static final Set<String> YES = Set.of("1", "true", "yes", "on");

  /**
   * How often to try again.
   *
   * @param attempts failures in a row, without one new byte, after which to give up
   * @param firstDelay how long to wait before the second attempt; doubled each time
   */
  record Retry(int attempts, Duration firstDelay) {

    Duration delayBefore(int attempt) {
      return firstDelay.multipliedBy(1L << Math.min(attempt - 2, 5));
    }
  }

  static HubSettings of(Map<String, String> environment) {
    return new HubSettings(
        endpoint(environment),
        token(environment),
        offlineVariable(environment),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Proxies.of(environment),
        new Retry(5, Duration.ofSeconds(1)));
  }

  /** For another server that needs no token, by the same environment otherwise. */
  static HubSettings anonymous(URI server, Map<String, String> environment) {
    HubSettings hub = of(environment);
    return new HubSettings(
        server,
        Optional.empty(),
        hub.offline(),
        hub.connectTimeout(),
        hub.readTimeout(),
        hub.proxies(),
        hub.retry());
  }

  /** What a server or a library says, without the token, should it have repeated it. */
  String withoutToken(String text) {
    return token.map(value -> new Secret(value, "[token]").hiddenIn(text)).orElse(text);
  }

  /** The message does not show it: it is a secret, if a broken one. */
  private static Optional<String> token(Map<String, String> environment) {
    String token = environment.getOrDefault("HF_TOKEN", "").strip();
    if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new BadInputException(
          "HF_TOKEN: not a token: it holds blanks, line breaks or characters other than ASCII;"
              + " set it to one token alone, or unset it.");
    }
    return token.isEmpty() ? Optional.empty() : Optional.of(token);
  }

  private static URI endpoint(Map<String, String> environment) {
    String text = environment.getOrDefault("HF_ENDPOINT", "").strip();
    String address = text.isEmpty() ? PUBLIC_ENDPOINT : text.replaceAll("(?<!/)/++$", "");
    try {
      URI uri = URI.create(address);
      boolean isWeb = uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme());
      if (isWeb && !mayHoldSecret(address)) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below, for both ways of being wrong.
    }
    throw new BadInputException(
        ("HF_ENDPOINT: found %s, expected an address such as %s, without user, password, query or"
                + " fragment; a token goes into HF_TOKEN.")
            .formatted(
                mayHoldSecret(text) ? "one that may hold a secret" : '"' + text + '"',
                PUBLIC_ENDPOINT));
  }

  /** Whether it has the signs of a user, a query or a fragment, which messages must not repeat. */
  private static boolean mayHoldSecret(String address) {
    return address.matches("(?s).*[@?#].*");
  }

  private static Optional<String> offlineVariable(Map<String, String> environment) {
    for (String variable : new String[] {"BELAY_OFFLINE", "HF_HUB_OFFLINE"}) {
      String value = environment.getOrDefault(variable, "").strip();
      if (YES.contains(value.toLowerCase(Locale.ROOT))) {
        return Optional.of(variable + "=" + value);
      }
    }
    return Optional.empty();
  }
}
