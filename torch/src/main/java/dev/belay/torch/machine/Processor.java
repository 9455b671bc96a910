package dev.belay.torch.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The processor as the kernel describes it.
 *
 * @param name as the maker calls it; the architecture where the system does not tell
 * @param features those that decide about kernels
 */
public record Processor(String name, Set<Feature> features) {

  /** Instructions that decide how fast products are. */
  public enum Feature {
    /** 8 fp32 lanes. */
    AVX2("avx2"),
    /** 16 fp32 lanes. */
    AVX512("avx512f"),
    /** bfloat16 products in vectors. */
    AVX512_BF16("avx512_bf16"),
    /** bfloat16 products in tiles. */
    AMX_BF16("amx_bf16");

    private final String flag;

    Feature(String flag) {
      this.flag = flag;
    }

    private boolean isWithin(String limit) {
      if (limit.equals("ALL") || limit.equals("DEFAULT") || limit.contains("AMX")) {
        return true;
      }
      return switch (this) {
        case AVX2 -> limit.contains("AVX2") || AVX512.isWithin(limit);
        case AVX512 -> limit.contains("AVX512") || AVX512_BF16.isWithin(limit);
        case AVX512_BF16 ->
            limit.endsWith("BF16") || limit.endsWith("FP16") || limit.contains("AVX10");
        case AMX_BF16 -> false;
      };
    }
  }

  public Processor {
    features = Set.copyOf(features);
  }

  /** The processor that this runs on. */
  public static Processor ofThisMachine() {
    try {
      return of(Files.readAllLines(Path.of("/proc/cpuinfo")));
    } catch (IOException e) {
      return of(List.of()); // Not Linux.
    }
  }

  /** Reads the lines of {@code /proc/cpuinfo}. */
  static Processor of(List<String> lines) {
    Set<String> flags = new HashSet<>(Arrays.asList(value(lines, "flags", "").split(" ", -1)));
    Set<Feature> features = EnumSet.noneOf(Feature.class);
    for (Feature feature : Feature.values()) {
      if (flags.contains(feature.flag)) {
        features.add(feature);
      }
    }
    return new Processor(value(lines, "model name", System.getProperty("os.arch")), features);
  }

  private static String value(List<String> lines, String key, String otherwise) {
    return lines.stream()
        .filter(line -> line.startsWith(key) && line.contains(":"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(otherwise);
  }

  /**
   * The features that products have when oneDNN may not use all.
   *
   * @param limit of {@code ONEDNN_MAX_CPU_ISA}, such as {@code AVX512_CORE}; null for none
   */
  public Set<Feature> productFeatures(@Nullable String limit) {
    Set<Feature> allowed = EnumSet.noneOf(Feature.class);
    for (Feature feature : features) {
      if (limit == null || feature.isWithin(limit.toUpperCase(Locale.ROOT))) {
        allowed.add(feature);
      }
    }
    return allowed;
  }

  /** The features by name, narrowest first; empty when there is none. */
  public List<String> featureNames() {
    return features.stream()
        .sorted(Comparator.naturalOrder())
        .map(feature -> feature.name().toLowerCase(Locale.ROOT))
        .toList();
  }
}
