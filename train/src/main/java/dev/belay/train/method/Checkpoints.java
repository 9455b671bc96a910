package dev.belay.train.method;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.error.BadInputException;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.RunDirectory;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.model.ModelWriter;
import dev.belay.torch.optim.OptimizerState;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.train.step.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Saves and restores all that the next step depends on: master weights, moments, the optimizer's
 * count, and the step. Order of data and sampling derive from the seed and the step, so there is no
 * other state.
 *
 * <p>{@code step-N/model/} is a Hugging Face directory of the weights at that step; {@code
 * optimizer.safetensors} holds the fp32 masters and moments.
 */
public final class Checkpoints {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final RunDirectory run;
  private final Policy policy;
  private final Path sourceModel;

  /**
   * Checkpoints of a policy.
   *
   * @param sourceModel where tokenizer and template are copied from
   */
  public Checkpoints(RunDirectory run, Policy policy, Path sourceModel) {
    this.run = run;
    this.policy = policy;
    this.sourceModel = sourceModel;
  }

  /**
   * Where training is.
   *
   * @param step the last step taken; 0 before the first
   * @param finished whether it was the last
   */
  public record State(long step, boolean finished) {}

  /** Saves the policy as it stands after {@code state.step()} steps. */
  public void save(State state) {
    run.checkpoint(
        state.step(),
        folder -> {
          boolean bf16 = policy.decoder().type() == ComputeType.BFLOAT16;
          new ModelWriter(policy.decoder(), bf16 ? ElementType.BF16 : ElementType.F32)
              .source(sourceModel)
              .write(folder.resolve("model"));
          OptimizerState.write(
              folder.resolve("optimizer.safetensors"),
              policy.decoder().parameters(),
              policy.optimizer());
          AtomicFiles.write(folder.resolve("state.json"), json(state));
        });
  }

  /** Puts the policy into the last saved state; without one, it is left at step 0. */
  public State restore() {
    Optional<Path> latest = run.latestCheckpoint();
    if (latest.isEmpty()) {
      return new State(0, false);
    }
    OptimizerState.read(
        latest.get().resolve("optimizer.safetensors"),
        policy.decoder().parameters(),
        policy.optimizer());
    Path file = latest.get().resolve("state.json");
    try {
      JsonNode node = MAPPER.readTree(Files.readString(file));
      return new State(node.path("step").asLong(), node.path("finished").asBoolean());
    } catch (JsonProcessingException e) {
      throw new BadInputException(file + ": not valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static String json(State state) {
    try {
      return MAPPER.writeValueAsString(Map.of("step", state.step(), "finished", state.finished()))
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a step and a flag are valid JSON", e);
    }
  }
}
