package dev.belay.torch.model;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Linear layers that an adapter can stand at, in every decoder layer. */
public enum LoraTarget {
  Q_PROJ,
  K_PROJ,
  V_PROJ,
  O_PROJ,
  GATE_PROJ,
  UP_PROJ,
  DOWN_PROJ;

  /** All of them. */
  public static Set<LoraTarget> all() {
    return EnumSet.allOf(LoraTarget.class);
  }

  /** Its name in a model's weights and in PEFT's {@code target_modules}. */
  public String module() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a weight such as {@code model.layers.0.self_attn.q_proj.weight} is of this layer. */
  public boolean names(String weight) {
    return weight.endsWith("." + module() + ".weight");
  }
}
