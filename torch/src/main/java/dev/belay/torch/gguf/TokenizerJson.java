package dev.belay.torch.gguf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.torch.gguf.GgufVocabulary.TokenType;
import java.util.OptionalInt;

/** Writes a vocabulary as the {@code tokenizer.json} of Hugging Face's tokenizers library. */
final class TokenizerJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final GgufVocabulary vocabulary;
  private final OptionalInt bos;

  TokenizerJson(GgufVocabulary vocabulary, OptionalInt bos) {
    this.vocabulary = vocabulary;
    this.bos = bos;
  }

  ObjectNode build() {
    ObjectNode root = JSON.objectNode().put("version", "1.0");
    root.putNull("truncation").putNull("padding");
    root.set("added_tokens", addedTokens());
    Segmentation segmentation = vocabulary.segmentation();
    root.set("normalizer", segmentation.normalizer());
    root.set("pre_tokenizer", segmentation.preTokenizer());
    addPostProcessor(root);
    root.set("decoder", segmentation.decoder());
    root.set("model", model());
    return root;
  }

  private ArrayNode addedTokens() {
    ArrayNode added = JSON.arrayNode();
    for (int id = 0; id < vocabulary.tokens().size(); id++) {
      TokenType type = vocabulary.types().get(id);
      if (type.isAdded()) {
        added
            .addObject()
            .put("id", id)
            .put("content", vocabulary.tokens().get(id))
            .put("single_word", false)
            .put("lstrip", false)
            .put("rstrip", false)
            .put("normalized", false)
            .put("special", type.isSpecial());
      }
    }
    return added;
  }

  /** Puts the beginning-of-text token first where the model wants it. */
  private void addPostProcessor(ObjectNode root) {
    if (!vocabulary.addBos() || bos.isEmpty()) {
      root.putNull("post_processor");
      return;
    }
    String token = vocabulary.tokens().get(bos.getAsInt());
    ObjectNode template = root.putObject("post_processor").put("type", "TemplateProcessing");
    ArrayNode single = template.putArray("single");
    special(single, token, 0);
    sequence(single, "A", 0);
    ArrayNode pair = template.putArray("pair");
    special(pair, token, 0);
    sequence(pair, "A", 0);
    special(pair, token, 1);
    sequence(pair, "B", 1);
    ObjectNode known = template.putObject("special_tokens").putObject(token).put("id", token);
    known.putArray("ids").add(bos.getAsInt());
    known.putArray("tokens").add(token);
  }

  private static void special(ArrayNode template, String token, int typeId) {
    template.addObject().putObject("SpecialToken").put("id", token).put("type_id", typeId);
  }

  private static void sequence(ArrayNode template, String name, int typeId) {
    template.addObject().putObject("Sequence").put("id", name).put("type_id", typeId);
  }

  private ObjectNode model() {
    ObjectNode model = vocabulary.segmentation().modelSettings();
    ObjectNode ids = model.putObject("vocab");
    for (int id = 0; id < vocabulary.tokens().size(); id++) {
      if (vocabulary.types().get(id) != TokenType.UNUSED) {
        ids.put(vocabulary.tokens().get(id), id);
      }
    }
    ArrayNode merges = model.putArray("merges");
    for (Segmentation.Merge merge : vocabulary.segmentation().merges()) {
      merges.addArray().add(merge.left()).add(merge.right());
    }
    return model;
  }
}
