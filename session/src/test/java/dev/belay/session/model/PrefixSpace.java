package dev.belay.session.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A tokenizer as Llama 2's: of characters and a few words, each text begun with a space. */
final class PrefixSpace {

  private static final List<String[]> MERGES =
      List.of(
          new String[] {"Y", "e"},
          new String[] {"Ye", "s"},
          new String[] {"\u2581", "Yes"},
          new String[] {"n", "o"});

  private PrefixSpace() {}

  /** Replaces the tokenizer of a model's directory. */
  static void writeInto(Path directory) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode root =
        (ObjectNode)
            json.readTree(
                """
                {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
                 "normalizer": {"type": "Sequence", "normalizers": [
                   {"type": "Prepend", "prepend": "\u2581"},
                   {"type": "Replace", "pattern": {"String": " "}, "content": "\u2581"}]},
                 "pre_tokenizer": null, "post_processor": null,
                 "decoder": {"type": "Sequence", "decoders": [
                   {"type": "Replace", "pattern": {"String": "\u2581"}, "content": " "},
                   {"type": "ByteFallback"}, {"type": "Fuse"},
                   {"type": "Strip", "content": " ", "start": 1, "stop": 0}]},
                 "model": {"type": "BPE", "dropout": null, "unk_token": "<unk>",
                   "continuing_subword_prefix": null, "end_of_word_suffix": null,
                   "fuse_unk": true, "byte_fallback": true}}
                """);
    ObjectNode vocabulary = root.withObject("/model").putObject("vocab");
    for (String special : List.of("<unk>", "<s>", "</s>")) {
      root.withArray("added_tokens")
          .addObject()
          .put("id", vocabulary.size())
          .put("content", special)
          .put("single_word", false)
          .put("lstrip", false)
          .put("rstrip", false)
          .put("normalized", false)
          .put("special", true);
      vocabulary.put(special, vocabulary.size());
    }
    for (int b = 0; b < 256; b++) {
      vocabulary.put("<0x%02X>".formatted(b), vocabulary.size());
    }
    vocabulary.put("\u2581", vocabulary.size());
    for (char c = '!'; c <= '~'; c++) {
      vocabulary.put(String.valueOf(c), vocabulary.size());
    }
    for (String[] merge : MERGES) {
      vocabulary.put(merge[0] + merge[1], vocabulary.size());
      root.withObject("/model").withArray("merges").addArray().add(merge[0]).add(merge[1]);
    }
    Files.writeString(directory.resolve("tokenizer.json"), root.toString());
    Files.writeString(
        directory.resolve("tokenizer_config.json"),
        "{\"bos_token\": \"<s>\", \"eos_token\": \"</s>\", \"unk_token\": \"<unk>\"}");
  }
}
