package dev.belay.torch.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.torch.tokenizer.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tokenisers rebuilt from GGUF files, and how their ids compare with goldens. */
final class GgufTokenizers {

  private static final ObjectMapper JSON = new ObjectMapper();

  private GgufTokenizers() {}

  /** The tokeniser of a file that need not hold a model. */
  static HuggingFaceTokenizer open(Path gguf) throws IOException {
    try (GgufFile file = GgufFile.open(gguf)) {
      GgufMetadata metadata = file.metadata();
      int size = metadata.texts("tokenizer.ggml.tokens").size();
      GgufVocabulary vocabulary = GgufVocabulary.of(metadata, size);
      Path json = gguf.resolveSibling(gguf.getFileName() + ".tokenizer.json");
      TokenizerJson tokenizer =
          new TokenizerJson(vocabulary, new SpecialTokens(metadata, vocabulary).id("bos"));
      JSON.writeValue(json.toFile(), tokenizer.build());
      return HuggingFaceTokenizer.open(json, size);
    }
  }

  /** The texts whose ids are not those of the golden. */
  static List<String> differences(
      HuggingFaceTokenizer tokenizer, JsonNode samples, JsonNode goldenIds) {
    List<String> different = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      String text = samples.get(i).asText();
      int[] expected = JSON.convertValue(goldenIds.get(i), int[].class);
      if (!Arrays.equals(tokenizer.encode(text), expected)) {
        different.add(text);
      }
    }
    return different;
  }
}
