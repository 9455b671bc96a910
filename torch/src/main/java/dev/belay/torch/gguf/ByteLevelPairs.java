package dev.belay.torch.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Byte-pair merging of words in bytes, as GPT-2 does it ({@code tokenizer.ggml.model} gpt2).
 *
 * @param pre how text is cut into words
 * @param merges pairs in order of rank
 */
record ByteLevelPairs(PreTokenizer pre, List<Merge> merges) implements Segmentation {

  private static final String KEY = "tokenizer.ggml.merges";

  ByteLevelPairs {
    merges = List.copyOf(merges);
  }

  /** Reads the merges and checks that they are of tokens. */
  static ByteLevelPairs of(GgufMetadata metadata, PreTokenizer pre, Map<String, Integer> ids) {
    List<Merge> merges = new ArrayList<>();
    for (String line : metadata.texts(KEY)) {
      int space = line.indexOf(' ');
      if (space <= 0 || space != line.lastIndexOf(' ') || space == line.length() - 1) {
        throw badMerge(metadata, merges.size(), line, "expected two tokens and a space between");
      }
      Merge merge = new Merge(line.substring(0, space), line.substring(space + 1));
      for (String part : List.of(merge.left(), merge.right(), merge.left() + merge.right())) {
        if (!ids.containsKey(part)) {
          throw badMerge(metadata, merges.size(), line, "\"" + part + "\" is not a token");
        }
      }
      merges.add(merge);
    }
    return new ByteLevelPairs(pre, merges);
  }

  @Override
  public JsonNode normalizer() {
    return pre.normalizer().map(JsonNode.class::cast).orElse(JsonNodeFactory.instance.nullNode());
  }

  @Override
  public JsonNode preTokenizer() {
    return pre.toJson();
  }

  @Override
  public ObjectNode decoder() {
    return PreTokenizer.byteLevel(true).put("add_prefix_space", true);
  }

  @Override
  public ObjectNode modelSettings() {
    ObjectNode model = JsonNodeFactory.instance.objectNode().put("type", "BPE");
    model.putNull("dropout").putNull("unk_token");
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", false).put("byte_fallback", false);
    return model.put("ignore_merges", pre.ignoresMerges());
  }

  private static BadInputException badMerge(
      GgufMetadata metadata, int index, String line, String reason) {
    return metadata.fail(KEY, "merge %d is \"%s\": %s".formatted(index, line, reason));
  }
}
