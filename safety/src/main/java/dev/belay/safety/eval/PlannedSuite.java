package dev.belay.safety.eval;

import dev.belay.core.data.SamplesHash;
import dev.belay.core.hash.Sha256;
import dev.belay.core.model.Sampling;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * A suite, how much of it is run, and how completions are drawn.
 *
 * @param suite the suite
 * @param limit at most so many prompts, chosen by hashed order; 0 takes all
 * @param sampling the law of the completions and their longest length
 * @param samples completions of each prompt, for each that the evaluation's settings ask for
 */
public record PlannedSuite(Suite suite, int limit, Sampling sampling, int samples) {

  public PlannedSuite {
    if (limit < 0) {
      throw new IllegalArgumentException("a limit is 0 (all) or more, was " + limit);
    }
    if (samples < 1) {
      throw new IllegalArgumentException("samples must be 1 or more, was " + samples);
    }
  }

  /** A suite with no more completions of a prompt than the evaluation's settings ask for. */
  public PlannedSuite(Suite suite, int limit, Sampling sampling) {
    this(suite, limit, sampling, 1);
  }

  /** The whole suite. */
  public static PlannedSuite whole(Suite suite, Sampling sampling) {
    return new PlannedSuite(suite, 0, sampling);
  }

  public String name() {
    return suite.info().name();
  }

  /** The prompts that are run, in the suite's order. */
  public List<SuitePrompt> selected() {
    return PromptSelection.select(suite.promptSet(), suite.prompts(), limit);
  }

  /** Identifies the prompts that are run, and what their completions are compared with. */
  public String dataSha256() {
    MessageDigest digest = Sha256.newDigest();
    for (SuitePrompt prompt : selected()) {
      SamplesHash.update(
          digest, List.of(prompt.id(), prompt.turn(), prompt.target(), suite.reference(prompt)));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
