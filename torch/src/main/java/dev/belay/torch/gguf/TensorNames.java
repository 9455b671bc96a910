package dev.belay.torch.gguf;

import dev.belay.torch.model.DecoderFamily;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** GGUF's names of a model's tensors, by Hugging Face's. */
final class TensorNames {

  static final String EMBEDDING = "token_embd.weight";
  static final String HEAD = "output.weight";

  private static final Pattern LAYER = Pattern.compile("model\\.layers\\.(\\d+)\\.(.+)\\.(\\w+)");

  private static final Map<String, String> OUTSIDE =
      Map.of(
          "model.embed_tokens.weight", EMBEDDING,
          "model.norm.weight", "output_norm.weight",
          "lm_head.weight", HEAD);

  private static final Map<String, String> IN_LAYER =
      Map.ofEntries(
          Map.entry("input_layernorm", "attn_norm"),
          Map.entry("self_attn.qkv_proj", "attn_qkv"),
          Map.entry("self_attn.q_proj", "attn_q"),
          Map.entry("self_attn.k_proj", "attn_k"),
          Map.entry("self_attn.v_proj", "attn_v"),
          Map.entry("self_attn.q_norm", "attn_q_norm"),
          Map.entry("self_attn.k_norm", "attn_k_norm"),
          Map.entry("self_attn.o_proj", "attn_output"),
          Map.entry("pre_feedforward_layernorm", "ffn_norm"),
          Map.entry("mlp.gate_up_proj", "ffn_up"),
          Map.entry("mlp.gate_proj", "ffn_gate"),
          Map.entry("mlp.up_proj", "ffn_up"),
          Map.entry("mlp.down_proj", "ffn_down"),
          Map.entry("post_feedforward_layernorm", "post_ffw_norm"));

  private final boolean branchNorms;

  TensorNames(DecoderFamily family) {
    this.branchNorms = family.block().branchNorms();
  }

  /** GGUF's name of a weight. */
  String of(String huggingFace) {
    Matcher layer = LAYER.matcher(huggingFace);
    if (!layer.matches()) {
      return known(OUTSIDE.get(huggingFace), huggingFace);
    }
    String part = layer.group(2);
    return "blk.%s.%s.%s".formatted(layer.group(1), inLayer(part, huggingFace), layer.group(3));
  }

  /** Hugging Face gives this name to the norm before the feed-forward layer or after attention. */
  private String inLayer(String part, String huggingFace) {
    if (part.equals("post_attention_layernorm")) {
      return branchNorms ? "post_attention_norm" : "ffn_norm";
    }
    return known(IN_LAYER.get(part), huggingFace);
  }

  private static String known(@Nullable String name, String huggingFace) {
    if (name == null) {
      throw new IllegalArgumentException("GGUF has no name for " + huggingFace);
    }
    return name;
  }
}
