package dev.belay.torch.model;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.belay.core.run.AtomicFiles;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.format.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes an adapter as PEFT does: {@code adapter_config.json} with the base's directory, {@code
 * adapter_model.safetensors} in fp32, and the files about text of the base. PEFT and {@code
 * transformers} load it, and so does {@link LanguageModel#open}.
 *
 * <p>The directory appears whole or not at all.
 */
public final class AdapterWriter {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final WeightSource weights;
  private final LoraSettings settings;
  private final Path base;

  /**
   * Prepares to write.
   *
   * @param weights with the adapter; read when {@link #write} runs
   * @param settings that the adapter was made with
   * @param base directory of the model that the adapter stands beside
   */
  public AdapterWriter(WeightSource weights, LoraSettings settings, Path base) {
    this.weights = weights;
    this.settings = settings;
    this.base = base;
  }

  /**
   * Writes the directory.
   *
   * @param target must not exist; missing parents are made
   * @throws dev.belay.core.error.BadInputException if the target exists, or the disk is too small
   *     or cannot be written
   */
  public void write(Path target) {
    long bytes = settings.parameters(weights.config()) * Float.BYTES;
    NewDirectory.write(target, bytes, this::writeInto);
  }

  private void writeInto(Path directory) throws IOException {
    AtomicFiles.write(
        directory.resolve(AdapterDirectory.CONFIG),
        JSON.writeValueAsString(AdapterConfig.json(settings, weights.config(), base)) + "\n");
    NewDirectory.copyTexts(base, directory);
    SafetensorsWriter writer = new SafetensorsWriter();
    for (WeightShape weight : WeightShape.all(weights.config())) {
      if (settings.targets(weight.name())) {
        long rank = settings.rank();
        writer.add(
            LowRank.downName(weight.name()),
            ElementType.F32,
            List.of(rank, weight.shape().get(1)),
            () -> weights.adapter(weight.name()).orElseThrow().down());
        writer.add(
            LowRank.upName(weight.name()),
            ElementType.F32,
            List.of(weight.rows(), rank),
            () -> weights.adapter(weight.name()).orElseThrow().up());
      }
    }
    writer.write(directory.resolve(AdapterDirectory.WEIGHTS));
  }
}
