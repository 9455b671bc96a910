package dev.belay.torch.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * SentencePiece's byte-pair model ({@code tokenizer.ggml.model} llama), as Llama 1 and 2 and Gemma
 * have it: text is not cut into words, a space is the character U+2581, and of the pairs whose
 * union is a piece the one with the best score is merged first.
 *
 * @param merges pairs by falling score of their union
 * @param spacePrefix whether text begins with a space that is not written
 * @param byteFallback whether characters outside the vocabulary become bytes
 * @param unknown the token of what is not in the vocabulary, if there is one
 */
record SentencePieces(
    List<Merge> merges, boolean spacePrefix, boolean byteFallback, Optional<String> unknown)
    implements Segmentation {

  static final String SPACE = "\u2581";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  SentencePieces {
    merges = List.copyOf(merges);
  }

  @Override
  public JsonNode normalizer() {
    ObjectNode spaces = replace(" ", SPACE);
    if (!spacePrefix) {
      return spaces;
    }
    ObjectNode sequence = JSON.objectNode().put("type", "Sequence");
    ArrayNode steps = sequence.putArray("normalizers");
    steps.addObject().put("type", "Prepend").put("prepend", SPACE);
    steps.add(spaces);
    return sequence;
  }

  @Override
  public JsonNode preTokenizer() {
    return JSON.nullNode();
  }

  @Override
  public ObjectNode decoder() {
    ObjectNode sequence = JSON.objectNode().put("type", "Sequence");
    ArrayNode steps = sequence.putArray("decoders");
    steps.add(replace(SPACE, " "));
    steps.addObject().put("type", "ByteFallback");
    steps.addObject().put("type", "Fuse");
    if (spacePrefix) {
      steps.addObject().put("type", "Strip").put("content", " ").put("start", 1).put("stop", 0);
    }
    return sequence;
  }

  @Override
  public ObjectNode modelSettings() {
    ObjectNode model = JSON.objectNode().put("type", "BPE");
    model.putNull("dropout").put("unk_token", unknown.orElse(null));
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", true).put("byte_fallback", byteFallback);
    return model.put("ignore_merges", false);
  }

  private static ObjectNode replace(String from, String to) {
    ObjectNode replace = JSON.objectNode().put("type", "Replace");
    replace.putObject("pattern").put("String", from);
    return replace.put("content", to);
  }
}
