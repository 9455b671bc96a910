package dev.belay.torch.gguf;

import dev.belay.torch.model.DecoderFamily;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What GGUF calls a family, and how what it stores of one differs from Hugging Face's form. */
enum GgufFamily {
  LLAMA("llama", DecoderFamily.LLAMA),
  QWEN2("qwen2", DecoderFamily.QWEN2),
  QWEN3("qwen3", DecoderFamily.QWEN3),
  /** The text model of Gemma 3. */
  GEMMA3("gemma3", DecoderFamily.GEMMA3);

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
    return Arrays.stream(values()).map(known -> known.prefix).collect(Collectors.joining(", "));
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
    return this == LLAMA;
  }

  /** What turns a stored norm into Hugging Face's: GGUF stores 1 + w where norms add one to w. */
  float normAddend() {
    return decoder.block().offsetNorms() ? -1 : 0;
  }
}
