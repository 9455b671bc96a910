package dev.belay.train.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.belay.core.json.Json;
import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.Sampling;
import dev.belay.core.model.Seeds;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.recipe.ProximalSpec;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.ProximalPlan;
import dev.belay.train.proximal.Proximal;
import dev.belay.train.step.Policy;
import dev.belay.train.step.StepBatches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the proximal term of a run. The Fisher information is a mean over completions that the
 * model before training samples at the run's temperature; it is made once and kept in the run's
 * folder, so that a resumed run has the same bits.
 */
final class ProximalBuilder {

  private final RunDirectory run;
  private final ProximalPlan plan;
  private final ModelSession session;
  private final Progress progress;

  ProximalBuilder(RunDirectory run, ProximalPlan plan, ModelSession session, Progress progress) {
    this.run = run;
    this.plan = plan;
    this.session = session;
    this.progress = progress;
  }

  /**
   * The term; it pulls the policy from now on.
   *
   * @param policy still the model before training
   * @param temperature that its log-probs are taken at
   */
  Proximal build(Policy policy, double temperature, int microBatchTokens, long seed) {
    Proximal proximal = Proximal.of(policy, plan.spec());
    if (!plan.isWeighted()) {
      return proximal;
    }
    Path file = file(run);
    try {
      if (Files.exists(file)) {
        proximal.pull().read(file);
        return proximal;
      }
      Files.createDirectories(run.proximal());
      long begun = System.nanoTime();
      List<Completion> completions = completions(temperature, seed);
      long tokens = square(policy, proximal, completions, microBatchTokens);
      double seconds = (System.nanoTime() - begun) / 1e9;
      progress.finish(
          "%d completions, %d tokens, %.1f s".formatted(completions.size(), tokens, seconds));
      writeCost(completions.size(), tokens, seconds, proximal.pull().meanImportance());
      proximal.pull().write(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
    return proximal;
  }

  /** Where it is kept while the run goes on. */
  static Path file(RunDirectory run) {
    return run.proximal().resolve("fisher.safetensors");
  }

  /** Completion {@code i} is of prompt {@code i / samples}. */
  private List<Completion> completions(double temperature, long seed) {
    ProximalSpec spec = plan.spec();
    List<GenerationRequest> requests = new ArrayList<>();
    for (int prompt = 0; prompt < plan.prompts().size(); prompt++) {
      int[] tokens = session.prompts().prompt(plan.prompts().get(prompt));
      for (int sample = 0; sample < spec.samples(); sample++) {
        long own = Seeds.derive(seed, "fisher", prompt, sample);
        requests.add(new GenerationRequest(tokens, own));
      }
    }
    progress.start("the Fisher information of safety prompts", 2L * requests.size());
    return session
        .engine()
        .generate(
            requests,
            Sampling.atTemperature(temperature, spec.maxCompletionTokens()),
            done -> progress.update(done, ""));
  }

  /** Adds each completion's squared gradient up; returns how many tokens that took. */
  private long square(
      Policy policy, Proximal proximal, List<Completion> completions, int microBatchTokens) {
    long tokens = 0;
    for (int i = 0; i < completions.size(); i++) {
      int[] completion = completions.get(i).tokenIds();
      int[] prompt = session.prompts().prompt(plan.prompts().get(i / plan.spec().samples()));
      tokens += prompt.length + completion.length;
      if (completion.length > 0) {
        List<GroupedSequence> alone =
            GroupedSequence.byPrompt(List.of(new TokenSequence(prompt, completion)));
        try (StepBatches batches = new StepBatches(alone, microBatchTokens)) {
          policy.addSquares(proximal.pull(), batches, 1.0 / completions.size());
        }
      }
      progress.update(completions.size() + i + 1L, "");
    }
    return tokens;
  }

  private void writeCost(int completions, long tokens, double seconds, double mean) {
    Map<String, Object> cost = new LinkedHashMap<>();
    cost.put("completions", completions);
    cost.put("tokens", tokens);
    cost.put("seconds", seconds);
    cost.put("mean", mean);
    try {
      AtomicFiles.write(
          run.proximal().resolve("fisher.json"), Json.MAPPER.writeValueAsString(cost) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers are always JSON", e);
    }
  }
}
