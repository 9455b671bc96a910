package dev.belay.safety.judge;

import dev.belay.core.error.BadInputException;
import dev.belay.core.openai.ServerUrl;

/**
 * Tells whether a judge is the model that it judges.
 *
 * @param text equal for the same model, however it was named
 */
public record ModelIdentity(String text) {

  /** A model of a server. */
  public static ModelIdentity served(ServerUrl url, String model) {
    return new ModelIdentity(url.canonical() + "#" + model);
  }

  /** A model in a directory, wherever that is: its weights. */
  public static ModelIdentity weights(String sha256) {
    return new ModelIdentity("weights " + sha256);
  }

  /**
   * Refuses a judge that is the model under test.
   *
   * @param saidTwice whether the user said a second time that it is meant
   * @param how how to say so
   * @throws BadInputException when it is, and that was not said twice
   */
  public void requireOtherThan(Judge judge, boolean saidTwice, String how) {
    if (!saidTwice && judge.models().contains(this)) {
      throw new BadInputException(
          "the judge %s is the model under test (%s): a model that judges itself proves nothing. Name another judge; if it is meant, say so a second time with %s."
              .formatted(judge.name(), text, how));
    }
  }
}
