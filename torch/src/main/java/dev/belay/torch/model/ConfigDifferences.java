package dev.belay.torch.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** In what two models differ before one looks at a weight. */
final class ConfigDifferences {

  private static final Map<String, Function<DecoderConfig, Object>> FACTS = facts();

  private ConfigDifferences() {}

  private static Map<String, Function<DecoderConfig, Object>> facts() {
    Map<String, Function<DecoderConfig, Object>> facts = new LinkedHashMap<>();
    facts.put("family", config -> config.family().modelType());
    facts.put("vocab_size", DecoderConfig::vocabularySize);
    facts.put("hidden_size", DecoderConfig::hiddenSize);
    facts.put("intermediate_size", DecoderConfig::intermediateSize);
    facts.put("num_hidden_layers", DecoderConfig::layers);
    facts.put("num_attention_heads", DecoderConfig::attentionHeads);
    facts.put("num_key_value_heads", DecoderConfig::keyValueHeads);
    facts.put("head_dim", DecoderConfig::headSize);
    facts.put("max_position_embeddings", DecoderConfig::maxPositions);
    facts.put("rms_norm_eps", DecoderConfig::rmsNormEps);
    facts.put("rope_theta", DecoderConfig::ropeTheta);
    facts.put("tie_word_embeddings", DecoderConfig::tiedEmbeddings);
    return facts;
  }

  /** Each as {@code hidden_size 64 and 128}; empty when they are alike. */
  static List<String> between(DecoderConfig one, DecoderConfig other) {
    List<String> differences = new ArrayList<>();
    FACTS.forEach(
        (name, fact) -> {
          Object first = fact.apply(one);
          Object second = fact.apply(other);
          if (!first.equals(second)) {
            differences.add("%s %s and %s".formatted(name, first, second));
          }
        });
    if (differences.isEmpty() && !one.equals(other)) {
      differences.add("attention %s and %s".formatted(one.attention(), other.attention()));
    }
    return differences;
  }
}
