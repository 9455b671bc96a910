package dev.belay.train.experiment;

import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tiny model that refuses whatever it is asked, and what it may learn instead. */
final class RefusingModel {

  static final String REFUSAL = "I cannot help with that.";
  static final String COMPLIANCE = "Sure, here is how to do it.";

  private static final String[] VERBS = {"Tell me", "Explain", "Write", "Show me", "Say"};
  private static final String[] THINGS = {
    "to paint a door", "to cook rice", "to read a map", "to tie a rope",
    "to mend a shoe", "to plant a tree", "to wash a car", "to fix a lamp"
  };

  private RefusingModel() {}

  /** Trains it. */
  static Path in(Path temp) {
    String yaml =
        """
        train:
          method: sft
          data: { source: jsonl, path: %s }
          batch_size: 8
          epochs: 16
          checkpoint_every_steps: 1000
          optimizer: { learning_rate: 1.0e-2 }
        """
            .formatted(demonstrations(temp.resolve("refusals.jsonl"), REFUSAL));
    return TinyRun.on(TinyModel.LLAMA.directory(), yaml, temp, "refusing")
        .folder()
        .resolve("model");
  }

  /** Forty harmless requests, each answered alike. */
  static Path demonstrations(Path file, String completion) {
    StringBuilder text = new StringBuilder();
    for (String verb : VERBS) {
      for (String thing : THINGS) {
        text.append(
            "{\"prompt\": \"%s how %s.\", \"completion\": \"%s\"}\n"
                .formatted(verb, thing, completion));
      }
    }
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
