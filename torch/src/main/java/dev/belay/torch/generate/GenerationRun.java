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
  private volatile boolean finished;

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
        new Activations(arena, config, weights.choice(), size.rows(), size.sequences());
    CacheLayout layout = CacheLayout.of(config, weights.choice().computeType());
    List<AttentionKernel> attention = new ArrayList<>();
    for (int worker = 0; worker < team.size(); worker++) {
      samplers.add(new TokenSampler(arena, config.vocabularySize(), sampling));
      attention.add(new AttentionKernel(arena, layout, config.queryGroup(), size.maxPositions()));
    }
    this.writer = new CacheWriter(arena, weights, layout, activations, rows, size);
    this.forward = new LockstepPass(team, weights, activations, rows, writer, attention);
  }

  /** Runs to the end; interrupting the caller ends it within one pass. */
  void run() {
    team.run(this::work, schedule::cancel);
  }

  private void work(int worker) {
    while (true) {
      if (worker == 0) {
        finished = !schedule.fill(rows);
      }
      team.barrier();
      if (finished) {
        return;
      }
      forward.run(worker);
      draw(worker);
      team.barrier();
      if (worker == 0) {
        schedule.advance();
      }
    }
  }

  private void draw(int worker) {
    List<Sequence> running = schedule.running();
    int end = running.size() * (worker + 1) / team.size();
    for (int i = running.size() * worker / team.size(); i < end; i++) {
      draw(samplers.get(worker), running.get(i), i);
    }
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
