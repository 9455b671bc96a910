package dev.belay.torch.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.error.BadInputException;
import dev.belay.testkit.Fuzz;
import dev.belay.testkit.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GGUF files: what stands before the tensors, and the vocabulary that is made of it. */
final class GgufFuzzIT {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path folder;

  @Test
  void files() throws IOException {
    Path small = LlamaFiles.complete().write(folder.resolve("small.gguf"));
    List<byte[]> seeds = List.of(Files.readAllBytes(small));
    Mutations mutations = new Mutations(seeds, List.of("tokenizer.ggml.tokens", "llama"), 10);
    Path file = folder.resolve("m.gguf");
    var outcome =
        Fuzz.run(
            "GGUF files",
            mutations,
            BadInputException.class,
            input -> {
              Files.write(file, input);
              try (GgufFile gguf = GgufFile.open(file)) {
                GgufVocabulary.of(gguf.metadata(), 4);
              }
            });
    assertThat(outcome.faults()).isEmpty();
  }
}
