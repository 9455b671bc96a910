package dev.belay.torch.model;

import dev.belay.core.error.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A reward model in a Hugging Face directory: a decoder with a head of one number, as {@code
 * transformers} saves {@code LlamaForSequenceClassification} with one label. Opening it checks
 * everything but reads no weight.
 */
public final class RewardModel implements ScalarWeights, AutoCloseable {

  private final Path directory;
  private final DecoderConfig config;
  private final WeightFiles weights;

  private RewardModel(Path directory, DecoderConfig config, WeightFiles weights) {
    this.directory = directory;
    this.config = config;
    this.weights = weights;
  }

  /**
   * Opens a directory with {@code config.json} and the weights.
   *
   * @throws BadInputException if it is not a directory, a file is missing or broken, it is another
   *     kind of model, or the weights do not fit
   */
  public static RewardModel open(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new BadInputException(
          directory
              + ": no such directory. A reward model is a directory with config.json and"
              + " model.safetensors; train one with train.method: reward-model.");
    }
    DecoderConfig config = DecoderConfigReader.readClassifier(directory.resolve("config.json"));
    WeightFiles weights = WeightFiles.open(directory);
    try {
      List<WeightShape> shapes = new ArrayList<>(WeightShape.all(config));
      shapes.add(shape(config));
      weights.check(config, shapes);
      return new RewardModel(directory, config, weights);
    } catch (RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  /** The scalar head, {@code [1, H]}. */
  static WeightShape shape(DecoderConfig config) {
    return WeightShape.of(HEAD, 1, config.hiddenSize());
  }

  /** Where the model was opened. */
  public Path directory() {
    return directory;
  }

  @Override
  public DecoderConfig config() {
    return config;
  }

  /** {@inheritDoc} The memory is a file's, mapped read-only: writing to it ends the process. */
  @Override
  public Tensor weight(String name) {
    return weights.tensor(name);
  }

  @Override
  public void close() {
    weights.close();
  }
}
