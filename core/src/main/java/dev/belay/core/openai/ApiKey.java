package dev.belay.core.openai;

import dev.belay.core.error.BadInputException;
import dev.belay.core.error.Secret;
import java.util.Map;
import java.util.Optional;

/** A secret that goes into one header of requests to one server, and nowhere else. */
public final class ApiKey {
  private final String value;
  private final Secret secret;

  private ApiKey(String value) {
    this.value = value;
    this.secret = new Secret(value, "[key]");
  }

  /**
   * The key in an environment variable; empty when the variable is unset or blank.
   *
   * @throws BadInputException when it cannot be a key; the message does not show it
   */
  public static Optional<ApiKey> of(Map<String, String> environment, String variable) {
    String value = environment.getOrDefault(variable, "").strip();
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new BadInputException(
          variable + ": not an API key: it holds blanks or characters other than ASCII.");
    }
    return Optional.of(new ApiKey(value));
  }

  String header() {
    return "Bearer " + value;
  }

  /** The text without the key, should a server have repeated it. */
  String hiddenIn(String text) {
    return secret.hiddenIn(text);
  }

  @Override
  public String toString() {
    return secret.toString();
  }
}
