package dev.belay.torch.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.torch.tokenizer.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models' own {@code tokenizer.json} files, {@code BELAY_PEERS/tokenizers/NAME.json}: written as
 * GGUF files as the converter would, they are rebuilt, and must give the original's ids.
 */
class GgufTokenizersPeerIT {

  private static final Path FOLDER =
      Path.of(
              Objects.requireNonNull(
                  System.getProperty("belay.peers", System.getenv("BELAY_PEERS")),
                  "set BELAY_PEERS to a folder with tokenizers/NAME.json, as models have them"))
          .resolve("tokenizers");

  @TempDir Path directory;

  @Test
  void idsAreThoseOfTheModelsOwnTokenizer() throws IOException, InterruptedException {
    List<Path> references;
    try (Stream<Path> files = Files.list(FOLDER)) {
      references = files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    assertThat(references).isNotEmpty();
    for (Path reference : references) {
      Path folder = directory.resolve(String.valueOf(reference.getFileName()));
      PythonPeer.run(
          "make_gguf_tokenizer_goldens.py", "--peer", reference.toString(), folder.toString());
      JsonNode words = new ObjectMapper().readTree(folder.resolve("words.json").toFile());
      try (HuggingFaceTokenizer tokenizer =
          GgufTokenizers.open(folder.resolve("vocabulary.gguf"))) {
        List<String> different =
            GgufTokenizers.differences(tokenizer, words.get("samples"), words.get("ids"));
        System.out.printf(
            "%s: %d texts, %d differ%n",
            reference.getFileName(), words.get("samples").size(), different.size());
        assertThat(different).as(reference.toString()).isEmpty();
      }
    }
  }
}
