package dev.belay.core.recipe;

import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes a resolved recipe back as YAML, every default spelled out. */
public final class RecipeWriter {

  private RecipeWriter() {}

  /** The YAML text of {@link Recipe#resolved()}; reading it again gives the same recipe. */
  public static String yaml(Map<String, Object> resolved) {
    DumpSettings settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setWidth(100)
            .setDereferenceAliases(true) // The reader takes none.
            .build();
    return new Dump(settings).dumpToString(resolved);
  }
}
