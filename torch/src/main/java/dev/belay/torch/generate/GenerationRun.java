package dev.belay.torch.generate;

import dev.belay.core.model.Sampling;
import dev.belay.torch.model.DecoderConfig;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/** One call of {@link RolloutEngine#generate}: forward pass, draws, next forward pass. */
final class GenerationRun implements AutoCloseable {

  private final LockstepTeam team;
  private final Schedule schedule;
  private final StepRows rows;
  private final Activations activations;
  private final CacheWriter writer;
  private final LockstepPass forward;
  private final DecoderWeights weights;
  private final List<TokenSampler> samplers = new ArrayList<>();
  private final List<Phase> phases;
  private boolean isBegun;

  GenerationRun(
      Arena arena,
      LockstepTeam team,
      DecoderWeights weights,
      Schedule schedule,
      RunSize size,
      Sampling sampling) {
    this.team = team;
    this.schedule = schedule;
    this.weights = weights;
    DecoderConfig config = weights.config();
    this.rows = new StepRows(size.rows());
    this.activations =
        new Activations(
            arena, config, weights.choice(), size.rows(), size.sequences(), weights.adapterRank());
    CacheLayout layout = CacheLayout.of(config, weights.choice().computeType());
    List<AttentionKernel> attention = new ArrayList<>();
    for (int worker = 0; worker < team.size(); worker++) {
      samplers.add(new TokenSampler(arena, config.vocabularySize(), sampling));
      attention.add(new AttentionKernel(arena, layout, config.queryGroup(), size.maxPositions()));
    }
    this.writer = new CacheWriter(arena, weights, layout, activations, rows, size);
    this.forward = new LockstepPass(weights, activations, rows, writer, attention);
    this.phases = new ArrayList<>(forward.phases());
    phases.add(Phase.of(() -> schedule.running().size(), this::draw));
  }

  /** Runs to the end; interrupting the caller ends it within one pass. */
  void run() {
    team.run(phases, this::prepareNext, schedule::cancel);
  }

  /** Takes stock of the last pass and decides the rows of the next; false when all is finished. */
  private boolean prepareNext() {
    if (isBegun) {
      schedule.advance();
    }
    isBegun = true;
    if (!schedule.fill(rows)) {
      return false;
    }
    forward.prepare();
    return true;
  }

  private void draw(int index, int worker) {
    draw(samplers.get(worker), schedule.running().get(index), index);
  }

  private void draw(TokenSampler sampler, Sequence sequence, int row) {
    sampler.row().set(weights.choice().computeType(), activations.logits(row));
    sequence.append(sampler.draw(sequence.nextUniform()));
  }

  @Override
  public void close() {
    activations.close();
    writer.close();
  }
}
