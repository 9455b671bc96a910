package dev.belay.torch.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** How a tokeniser cuts text into tokens, as parts of {@code tokenizer.json}. */
sealed interface Segmentation permits ByteLevelPairs, SentencePieces {

  /** Two tokens that become one. */
  record Merge(String left, String right) {}

  /** Pairs in order of rank. */
  List<Merge> merges();

  /** What is done to text first; null for nothing. */
  JsonNode normalizer();

  /** How text is cut before merging; null for not at all. */
  JsonNode preTokenizer();

  /** How tokens become text again. */
  ObjectNode decoder();

  /** The settings of the byte-pair model. */
  ObjectNode modelSettings();
}
