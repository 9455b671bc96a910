package dev.belay.torch.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.run.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a share of an adapter as an adapter: the factors as they are, byte for byte, and {@code
 * lora_alpha} times the share, which PEFT multiplies them by.
 *
 * <p>The directory appears whole or not at all.
 */
public final class ScaledAdapterWriter {

  private static final String ALPHA = "lora_alpha";
  private static final String PATTERN = "alpha_pattern";

  /** What PEFT takes where the file says nothing. */
  private static final double DEFAULT_ALPHA = 8;

  private final Path adapter;
  private final double share;

  /**
   * Prepares to write.
   *
   * @param adapter a directory as PEFT writes it
   * @param share in (0, 1]: at 0 nothing of it is left
   */
  public ScaledAdapterWriter(Path adapter, double share) {
    if (!(share > 0 && share <= 1)) {
      throw new BadInputException(
          "an adapter of which %s is left is none: that model is the base itself."
              .formatted(share));
    }
    this.adapter = adapter;
    this.share = share;
  }

  /**
   * Writes the directory.
   *
   * @param target must not exist; missing parents are made
   * @param provenance content of its {@code provenance.json}
   * @throws BadInputException if the target exists, or the disk is too small or cannot be written
   */
  public void write(Path target, String provenance) {
    ObjectNode config = JsonSettings.read(adapter.resolve(AdapterDirectory.CONFIG)).root();
    Path factors = adapter.resolve(AdapterDirectory.WEIGHTS);
    long bytes = Math.max(0, factors.toFile().length());
    NewDirectory.write(
        target,
        bytes,
        directory -> {
          Files.copy(factors, directory.resolve(AdapterDirectory.WEIGHTS));
          NewDirectory.copyTexts(adapter, directory);
          Path settings = directory.resolve(AdapterDirectory.CONFIG);
          if (share == 1) {
            Files.copy(adapter.resolve(AdapterDirectory.CONFIG), settings);
          } else {
            AtomicFiles.write(settings, text(scaled(config)));
          }
          AtomicFiles.write(directory.resolve("provenance.json"), provenance);
        });
  }

  private static String text(ObjectNode config) throws IOException {
    return JsonSettings.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(config) + "\n";
  }

  private ObjectNode scaled(ObjectNode config) {
    ObjectNode scaled = config.deepCopy();
    JsonNode alpha = scaled.path(ALPHA);
    scaled.set(ALPHA, times(alpha.isNumber() ? alpha.asDouble() : DEFAULT_ALPHA));
    if (scaled.path(PATTERN) instanceof ObjectNode pattern) {
      config
          .path(PATTERN)
          .properties()
          .forEach(entry -> pattern.set(entry.getKey(), times(entry.getValue().asDouble())));
    }
    return scaled;
  }

  /** Whole numbers stay whole, as PEFT's own files have them. */
  private JsonNode times(double alpha) {
    double scaled = share * alpha;
    return scaled == Math.rint(scaled)
        ? LongNode.valueOf((long) scaled)
        : DoubleNode.valueOf(scaled);
  }
}
