package dev.belay.session.evaluate;

import dev.belay.core.recipe.ModelSpec;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.SuitePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One evaluation of one model.
 *
 * @param weights the directory of the weights that the engine has
 * @param seed decides what is sampled
 * @param samples completions a prompt
 * @param when ends the names of the parts in progress, such as {@code before}; may be empty
 * @param folder where it is kept
 */
public record EvaluationRun(Path weights, long seed, int samples, String when, Path folder) {

  /** Writes {@code provenance.json}: what the evaluation was made of. */
  public void writeProvenance(ModelSpec model, ModelSession session, SuitePlan suites) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + folder + ": " + e.getMessage(), e);
    }
    EvaluationProvenance.of(session, suites)
        .put("model", model.name())
        .put("dtype", model.dtype().name())
        .put("system_prompt", model.systemPrompt().orElse(null))
        .put("seed", seed)
        .write(folder.resolve("provenance.json"));
  }
}
