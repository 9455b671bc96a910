package dev.belay.torch.format.gguf;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The architectures that can be imported, and how what GGUF stores of each differs. */
enum GgufArchitecture {
  /** Llama 1 to 3 and SmolLM2. */
  LLAMA("llama", "llama", "LlamaForCausalLM", 9),
  /** Qwen2 and Qwen2.5. */
  QWEN2("qwen2", "qwen2", "Qwen2ForCausalLM", 12),
  QWEN3("qwen3", "qwen3", "Qwen3ForCausalLM", 11),
  /** The text model of Gemma 3. */
  GEMMA3("gemma3", "gemma3_text", "Gemma3ForCausalLM", 13);

  private final String prefix;
  private final String modelType;
  private final String className;
  private final int tensorsPerLayer;

  GgufArchitecture(String prefix, String modelType, String className, int tensorsPerLayer) {
    this.prefix = prefix;
    this.modelType = modelType;
    this.className = className;
    this.tensorsPerLayer = tensorsPerLayer;
  }

  /** The architecture that a file's {@code general.architecture} names. */
  static Optional<GgufArchitecture> named(String name) {
    return Arrays.stream(values()).filter(known -> known.prefix.equals(name)).findFirst();
  }

  static String knownNames() {
    return Arrays.stream(values()).map(known -> known.prefix).collect(Collectors.joining(", "));
  }

  /** A metadata key of this architecture. */
  String key(String name) {
    return prefix + "." + name;
  }

  /** GGUF's name. */
  String prefix() {
    return prefix;
  }

  /** {@code model_type} in {@code config.json}. */
  String modelType() {
    return modelType;
  }

  /** {@code architectures} in {@code config.json}. */
  String className() {
    return className;
  }

  int tensorsPerLayer() {
    return tensorsPerLayer;
  }

  /** Whether the converter reorders query and key rows so that rotated pairs stand together. */
  boolean pairsRotaryRows() {
    return this == LLAMA;
  }

  /** Whether queries, keys and values have biases. */
  boolean hasAttentionBiases() {
    return this == QWEN2;
  }

  /** Whether queries and keys are normalised, head by head. */
  boolean normalisesHeads() {
    return this == QWEN3 || this == GEMMA3;
  }

  /** Whether the outputs of attention and feed-forward layers are normalised too. */
  boolean normalisesOutputs() {
    return this == GEMMA3;
  }

  /** Whether norms multiply by 1 + w in Hugging Face's model; GGUF stores 1 + w itself. */
  boolean normsAddOne() {
    return this == GEMMA3;
  }
}
