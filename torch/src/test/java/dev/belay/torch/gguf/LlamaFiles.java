package dev.belay.torch.gguf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Complete GGUF files of a minimal Llama model, for tests to spoil in one place. */
final class LlamaFiles {

  static final int HIDDEN = 8;

  private LlamaFiles() {}

  static GgufBuilder complete() {
    return tensors(metadata(new GgufBuilder(), ""), "");
  }

  /** All metadata but the keys that are to be given otherwise. */
  static GgufBuilder metadataWithout(String key) {
    return metadata(new GgufBuilder(), key);
  }

  static GgufBuilder metadata(GgufBuilder builder, String without) {
    if (!without.equals("general.architecture")) {
      builder.text("general.architecture", "llama");
    }
    List<String> names =
        List.of(
            "embedding_length",
            "feed_forward_length",
            "block_count",
            "attention.head_count",
            "attention.head_count_kv",
            "context_length");
    int[] values = {HIDDEN, 12, 1, 2, 1, 64};
    for (int i = 0; i < values.length; i++) {
      if (!without.equals("llama." + names.get(i))) {
        builder.whole("llama." + names.get(i), values[i]);
      }
    }
    builder.real("llama.attention.layer_norm_rms_epsilon", 1e-6f);
    return vocabulary(builder, without);
  }

  static GgufBuilder vocabulary(GgufBuilder builder, String without) {
    if (!without.equals("tokenizer.ggml.model")) {
      builder.text("tokenizer.ggml.model", "gpt2");
    }
    if (!without.equals("tokenizer.ggml.pre")) {
      builder.text("tokenizer.ggml.pre", "gpt-2");
    }
    if (!without.equals("tokenizer.ggml.tokens")) {
      builder.texts("tokenizer.ggml.tokens", List.of("<s>", "a", "b", "ab"));
    }
    if (!without.equals("tokenizer.ggml.token_type")) {
      builder.wholes("tokenizer.ggml.token_type", 3, 1, 1, 1);
    }
    if (!without.equals("tokenizer.ggml.merges")) {
      builder.texts("tokenizer.ggml.merges", List.of("a b"));
    }
    return builder;
  }

  /** All tensors but one. */
  static GgufBuilder tensors(GgufBuilder builder, String without) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put("token_embd.weight", new long[] {HIDDEN, 4});
    shapes.put("blk.0.attn_norm.weight", new long[] {HIDDEN});
    shapes.put("blk.0.attn_q.weight", new long[] {HIDDEN, HIDDEN});
    shapes.put("blk.0.attn_k.weight", new long[] {HIDDEN, 4});
    shapes.put("blk.0.attn_v.weight", new long[] {HIDDEN, 4});
    shapes.put("blk.0.attn_output.weight", new long[] {HIDDEN, HIDDEN});
    shapes.put("blk.0.ffn_norm.weight", new long[] {HIDDEN});
    shapes.put("blk.0.ffn_gate.weight", new long[] {HIDDEN, 12});
    shapes.put("blk.0.ffn_up.weight", new long[] {HIDDEN, 12});
    shapes.put("blk.0.ffn_down.weight", new long[] {12, HIDDEN});
    shapes.put("output_norm.weight", new long[] {HIDDEN});
    shapes.remove(without);
    shapes.forEach((name, dimensions) -> builder.constant(name, 0.5f, dimensions));
    return builder;
  }
}
