package dev.belay.torch.model;

/** The architectures that Belay runs; a family is data and a few switches, never a copy. */
public enum DecoderFamily {
  /** Llama and SmolLM2: RMS norms, rotary embedding, grouped-query attention, SwiGLU. */
  LLAMA
}
