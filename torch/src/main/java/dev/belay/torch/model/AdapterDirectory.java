package dev.belay.torch.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** A directory with an adapter as PEFT writes it, which names the model that it stands beside. */
public final class AdapterDirectory {

  /** What describes it. */
  public static final String CONFIG = "adapter_config.json";

  static final String WEIGHTS = "adapter_model.safetensors";
  static final String BASE = "base_model_name_or_path";

  private AdapterDirectory() {}

  /** Whether a directory holds an adapter and no whole model. */
  public static boolean is(Path directory) {
    return Files.isRegularFile(directory.resolve(CONFIG))
        && !Files.exists(directory.resolve(WeightFiles.SINGLE))
        && !Files.exists(directory.resolve(WeightFiles.INDEX));
  }

  /**
   * What an adapter calls its base: a directory, or a name of the hub.
   *
   * @throws BadInputException if it does not say so
   */
  public static String baseName(Path directory) {
    JsonNode name = JsonSettings.read(directory.resolve(CONFIG)).get(BASE);
    if (!name.isTextual() || name.asText().isBlank()) {
      throw new BadInputException(
          "%s: %s is %s; it must name the model that the adapter stands beside."
              .formatted(directory.resolve(CONFIG), BASE, JsonSettings.shown(name)));
    }
    return name.asText();
  }

  /** The directory of the base, if what the adapter calls it is one with a whole model. */
  static Optional<Path> baseIfHere(Path directory) {
    try {
      return Optional.of(Path.of(baseName(directory)))
          .filter(base -> Files.isDirectory(base) && !is(base));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * The directory of the base.
   *
   * @throws BadInputException if there is none of the name that the adapter gives
   */
  public static Path base(Path directory) {
    return baseIfHere(directory).orElseThrow(() -> notHere(directory));
  }

  private static BadInputException notHere(Path directory) {
    return new BadInputException(
        ("%s: %s is \"%s\", which is no directory with a model here. Merge the adapter with its"
                + " base: belay model merge %s DIR --base MODEL.")
            .formatted(directory.resolve(CONFIG), BASE, baseName(directory), directory));
  }

  /** The directory that has {@code config.json}: the base's where this is an adapter. */
  static Path withConfig(Path directory) {
    return is(directory) ? base(directory) : directory;
  }
}
