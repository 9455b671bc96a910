package dev.belay.train.anchor;

import dev.belay.core.model.TokenSequence;
import dev.belay.torch.learner.Reference;
import dev.belay.train.method.StepObserver;
import dev.belay.train.method.StepReport;
import dev.belay.train.step.Policy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The KL of policy and reference, KL(p ‖ q) along the reference's completions, on prompts of the
 * anchor's kind on which no update is held: whether what holds on some carries over to others, as a
 * validation loss says of a loss. It moves no weight and draws nothing at random.
 */
public final class HeldOutKl implements StepObserver, AutoCloseable {

  /** In the anchor's folder, a line for each step that was measured. */
  static final String FILE = "held-out.jsonl";

  static final String METRIC = "anchor_kl_reverse_held_out";

  private final Policy policy;
  private final AnchorBatch batch;
  private final int everySteps;
  private final StepLines lines;

  /**
   * A measurement.
   *
   * @param setting of the anchor
   * @param prompts at least one, each with a completion
   * @param everySteps how often; the first step and the last are measured too
   */
  public HeldOutKl(
      Policy policy,
      Anchor.Setting setting,
      List<HeldPrompt<TokenSequence>> prompts,
      int everySteps) {
    this.policy = policy;
    this.everySteps = everySteps;
    this.lines = new StepLines(setting.folder().resolve(FILE));
    this.batch = AnchorBatch.of(prompts, setting.microBatchTokens(), true);
    Reference reference = setting.reference();
    batch.batches().addReference(reference);
  }

  @Override
  public Decision after(StepReport report) {
    return isDue(report.step()) ? new Decision(false, measured(report.step())) : Decision.GO_ON;
  }

  @Override
  public Map<String, Double> last(StepReport report) {
    return isDue(report.step()) ? Map.of() : measured(report.step());
  }

  private boolean isDue(long step) {
    return step == 1 || step % everySteps == 0;
  }

  private Map<String, Double> measured(long step) {
    double[] kls = Objects.requireNonNull(policy.score(batch.batches()).exactKls());
    double kl = Arrays.stream(kls).sum() / batch.lengths().length;
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("step", step);
    line.put("prompts", batch.lengths().length);
    line.put("reverse", kl);
    lines.append(step, line);
    return Map.of(METRIC, kl);
  }

  @Override
  public void close() {
    batch.batches().close();
    lines.close();
  }
}
