package dev.belay.torch.gguf;

import dev.belay.torch.model.RotaryEmbedding;
import dev.belay.torch.model.SlidingWindow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Reads which layers of Gemma 3 attend to the last tokens only. */
final class GgufWindows {

  // What llama.cpp takes for a file that does not say; every published Gemma 3 has these.
  private static final int DEFAULT_PERIOD = 6;
  private static final double DEFAULT_LOCAL_THETA = 10_000;

  private GgufWindows() {}

  /** The windows of a Gemma 3 file; a file without {@code sliding_window} has none. */
  static Optional<SlidingWindow> read(GgufMetadata metadata, GgufFamily family, int layers) {
    String key = family.key("attention.sliding_window");
    if (!metadata.has(key)) {
      return Optional.empty();
    }
    String theta = family.key("rope.freq_base_swa");
    return Optional.of(
        new SlidingWindow(
            metadata.whole(key, 1, Integer.MAX_VALUE),
            RotaryEmbedding.unscaled(
                metadata.has(theta) ? metadata.real(theta) : DEFAULT_LOCAL_THETA),
            pattern(metadata, family.key("attention.sliding_window_pattern"), layers)));
  }

  /** A number says that every so many layers one is global; an array says it layer by layer. */
  private static List<Boolean> pattern(GgufMetadata metadata, String key, int layers) {
    if (metadata.value(key).orElse(null) instanceof GgufValue.Numbers list) {
      return layerByLayer(metadata, key, list, layers);
    }
    int period = metadata.optionalWhole(key, 1, layers + 1).orElse(DEFAULT_PERIOD);
    List<Boolean> local = new ArrayList<>(Collections.nCopies(layers, true));
    for (int layer = period - 1; layer < layers; layer += period) {
      local.set(layer, false);
    }
    return local;
  }

  private static List<Boolean> layerByLayer(
      GgufMetadata metadata, String key, GgufValue.Numbers list, int layers) {
    List<Boolean> local = new ArrayList<>();
    for (int i = 0; i < list.count(); i++) {
      if (list.get(i) instanceof GgufValue.Truth(boolean truth)) {
        local.add(truth);
      }
    }
    if (local.size() != layers || list.count() != layers) {
      throw metadata.fail(
          key, "found %s, expected a number or %d truth values".formatted(list.describe(), layers));
    }
    return local;
  }
}
