package dev.belay.core.model;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Linear layers that a low-rank adapter can stand at, in every decoder layer. A model has either
 * the fused ones or those that they are made of.
 */
public enum LoraTarget {
  /** Queries. */
  Q_PROJ,
  /** Keys. */
  K_PROJ,
  /** Values. */
  V_PROJ,
  /** Attention's output. */
  O_PROJ,
  /** The gate of the feed-forward layer. */
  GATE_PROJ,
  /** What the gate multiplies. */
  UP_PROJ,
  /** The feed-forward layer's output. */
  DOWN_PROJ,
  /** Queries, keys and values as one weight. */
  QKV_PROJ,
  /** The gate and what it multiplies as one weight. */
  GATE_UP_PROJ;

  /** All of them. */
  public static Set<LoraTarget> all() {
    return EnumSet.allOf(LoraTarget.class);
  }

  /** Its name in a model's weights, in recipes and in PEFT's {@code target_modules}. */
  public String module() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a weight such as {@code model.layers.0.self_attn.q_proj.weight} is of this layer. */
  public boolean names(String weight) {
    return weight.endsWith("." + module() + ".weight");
  }
}
