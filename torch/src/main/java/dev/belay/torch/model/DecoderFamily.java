package dev.belay.torch.model;

import java.util.Arrays;
import java.util.Optional;

/** The architectures that Belay runs; a family is data and a few switches, never a copy. */
public enum DecoderFamily {
  /** Llama and SmolLM2: RMS norms, rotary embedding, grouped-query attention, SwiGLU. */
  LLAMA("llama", "LlamaForCausalLM");

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
}
