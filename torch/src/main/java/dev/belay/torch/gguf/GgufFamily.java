package dev.belay.torch.gguf;

import dev.belay.torch.model.BlockDesign.Trait;
import dev.belay.torch.model.DecoderFamily;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What GGUF calls a family, and how what it stores of one differs from Hugging Face's form. */
enum GgufFamily {
  LLAMA("llama", DecoderFamily.LLAMA),
  /** GGUF has no name of its own for it: it is a Llama whose file states a window. */
  MISTRAL("llama", DecoderFamily.MISTRAL),
  QWEN2("qwen2", DecoderFamily.QWEN2),
  QWEN3("qwen3", DecoderFamily.QWEN3),
  /** The text model of Gemma 3. */
  GEMMA3("gemma3", DecoderFamily.GEMMA3),
  /** Phi 3 and Phi-4-mini. */
  PHI3("phi3", DecoderFamily.PHI3),
  SMOLLM3("smollm3", DecoderFamily.SMOLLM3),
  OLMO2("olmo2", DecoderFamily.OLMO2),
  GRANITE("granite", DecoderFamily.GRANITE);

  private final String prefix;
  private final DecoderFamily decoder;

  GgufFamily(String prefix, DecoderFamily decoder) {
    this.prefix = prefix;
    this.decoder = decoder;
  }

  /** The family that a file's {@code general.architecture} names. */
  static Optional<GgufFamily> named(String name) {
    return Arrays.stream(values()).filter(known -> known.prefix.equals(name)).findFirst();
  }

  static GgufFamily of(DecoderFamily family) {
    return Arrays.stream(values())
        .filter(known -> known.decoder == family)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("GGUF has no name for " + family));
  }

  static String knownNames() {
    return Arrays.stream(values())
        .map(known -> known.prefix)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** A metadata key of this family. */
  String key(String name) {
    return prefix + "." + name;
  }

  /** GGUF's name. */
  String prefix() {
    return prefix;
  }

  /** The family as Belay runs it. */
  DecoderFamily decoder() {
    return decoder;
  }

  /** Whether the converter reorders query and key rows so that rotated pairs stand together. */
  boolean pairsRotaryRows() {
    return switch (this) {
      case LLAMA, MISTRAL, SMOLLM3, GRANITE -> true;
      case QWEN2, QWEN3, GEMMA3, PHI3, OLMO2 -> false;
    };
  }

  /** What turns a stored norm into Hugging Face's: GGUF stores 1 + w where norms add one to w. */
  float normAddend() {
    return decoder.block().has(Trait.OFFSET_NORMS) ? -1 : 0;
  }
}
