package dev.belay.torch.catalog;

import java.util.List;

/**
 * The licence of a model.
 *
 * @param name its SPDX identifier, or its title
 * @param address where its text is; empty where the name says enough
 * @param asks what it asks of whoever uses the model, in short; empty if it need not be accepted
 */
public record Licence(String name, String address, List<String> asks) {

  public Licence {
    asks = List.copyOf(asks);
  }

  /** Whether a user has to accept it before the model is fetched. */
  public boolean mustBeAccepted() {
    return !asks.isEmpty();
  }

  /** The name, with the address if there is one. */
  public String describe() {
    return address.isEmpty() ? name : "%s (%s)".formatted(name, address);
  }

  /** What a user is told who has not accepted it. */
  String request(String model) {
    return """
    model %s: its licence has to be accepted before it is fetched: %s. In short, it asks you
      - %s
    Read the licence; its text is what counts. If you accept it: belay model pull --accept-license %s\
    """
        .formatted(model, describe(), String.join("\n  - ", asks), model);
  }
}
