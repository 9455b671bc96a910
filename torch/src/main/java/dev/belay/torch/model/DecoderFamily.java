package dev.belay.torch.model;

import java.util.Arrays;
import java.util.Optional;

/** The architectures that Belay runs; a family is data and a few switches, never a copy. */
public enum DecoderFamily {
  /** Llama and SmolLM2: RMS norms, rotary embedding, grouped-query attention, SwiGLU. */
  LLAMA("llama", "LlamaForCausalLM"),
  /** Qwen 2 and 2.5: a bias on queries, keys and values. */
  QWEN2("qwen2", "Qwen2ForCausalLM"),
  /** Qwen 3: queries and keys are normalised. */
  QWEN3("qwen3", "Qwen3ForCausalLM"),
  /** Gemma 3 on text: four norms a layer, normalised queries and keys, GELU, sliding windows. */
  GEMMA3("gemma3_text", "Gemma3ForCausalLM"),
  /** Mistral: Llama with a sliding window where the configuration states one. */
  MISTRAL("mistral", "MistralForCausalLM"),
  /** Phi 3 and Phi-4-mini: fused projections, a part of each head is turned. */
  PHI3("phi3", "Phi3ForCausalLM"),
  /** SmolLM3: some layers do not turn queries and keys. */
  SMOLLM3("smollm3", "SmolLM3ForCausalLM"),
  /** OLMo 2: norms after the branches, norms over all queries and over all keys. */
  OLMO2("olmo2", "Olmo2ForCausalLM"),
  /** Granite 3: embeddings, scores, branches and logits have multipliers. */
  GRANITE("granite", "GraniteForCausalLM");

  private final String modelType;
  private final String architecture;

  DecoderFamily(String modelType, String architecture) {
    this.modelType = modelType;
    this.architecture = architecture;
  }

  /** The family that {@code config.json} calls so in {@code model_type}. */
  public static Optional<DecoderFamily> ofModelType(String modelType) {
    return Arrays.stream(values()).filter(family -> family.modelType.equals(modelType)).findFirst();
  }

  /** Value of {@code model_type} in {@code config.json}. */
  public String modelType() {
    return modelType;
  }

  /** Value of {@code architectures} in {@code config.json}. */
  public String architecture() {
    return architecture;
  }

  /** Value of {@code architectures} where a head of labels stands in for that of the language. */
  public String classifierArchitecture() {
    return this == GEMMA3
        ? "Gemma3TextForSequenceClassification"
        : architecture.replace("ForCausalLM", "ForSequenceClassification");
  }

  /** What its blocks have. */
  public BlockDesign block() {
    return switch (this) {
      case LLAMA, MISTRAL, SMOLLM3, GRANITE -> BlockDesign.LLAMA;
      case QWEN2 -> BlockDesign.QWEN2;
      case QWEN3 -> BlockDesign.QWEN3;
      case GEMMA3 -> BlockDesign.GEMMA3;
      case PHI3 -> BlockDesign.PHI3;
      case OLMO2 -> BlockDesign.OLMO2;
    };
  }
}
