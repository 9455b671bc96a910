package dev.belay.torch.gguf;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code transformers} loads what was imported and computes the logits of the original. */
class GgufFamiliesPeerIT {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama3", "qwen2", "qwen3", "gemma3", "mistral", "phi3", "smollm3", "olmo2", "granite"
      })
  void transformersComputesTheSameLogits(String name) throws IOException, InterruptedException {
    Path model = GgufFamiliesTest.imported(name, directory);
    PythonPeer.run("make_gguf_family_goldens.py", "--check", name, model.toString());
  }
}
