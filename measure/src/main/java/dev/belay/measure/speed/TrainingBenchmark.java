package dev.belay.measure.speed;

import dev.belay.core.model.LoraTarget;
import dev.belay.core.objective.SftLoss;
import dev.belay.core.run.ProcessMemory;
import dev.belay.core.run.Provenance;
import dev.belay.core.stats.Median;
import dev.belay.torch.decoder.ActivationStore;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.decoder.PackedBatch;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.loss.ChunkedHead;
import dev.belay.torch.loss.HeadRows;
import dev.belay.torch.model.LoraSettings;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.optim.AdamW;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Measures training steps on random tokens: forward pass, head with cross-entropy at every row,
 * backward pass, AdamW. {@code bench/peers/hf_train.py} measures {@code transformers} the same way.
 */
public final class TrainingBenchmark {

  /**
   * What to measure.
   *
   * @param sequences in a batch
   * @param tokens of each sequence
   * @param steps timed, after two that warm up
   * @param recompute whether activations are computed again in the backward pass
   * @param loraRank of an adapter at every linear layer, which is then trained alone; 0 trains
   *     every weight
   */
  public record Workload(int sequences, int tokens, int steps, boolean recompute, int loraRank) {

    int batch() {
      return sequences * tokens;
    }
  }

  /**
   * The parts of one step.
   *
   * @param loss mean cross-entropy, in nats
   */
  public record Step(
      double forwardSeconds,
      double headSeconds,
      double backwardSeconds,
      double optimizerSeconds,
      double loss) {

    /** The whole step. */
    public double seconds() {
      return forwardSeconds + headSeconds + backwardSeconds + optimizerSeconds;
    }
  }

  /**
   * What was measured.
   *
   * @param steps in order
   */
  public record Result(Workload workload, ComputeType type, List<Step> steps) {

    /** Tokens a second of the median step. */
    public double tokensPerSecond() {
      return workload.batch() / median(Step::seconds);
    }

    /** Median over the steps. */
    public double median(ToDoubleFunction<Step> part) {
      return Median.of(steps.stream().mapToDouble(part).toArray());
    }

    /** The figures by the names that the peer's script gives them. */
    public Map<String, Object> entries() {
      Map<String, Object> entries = new LinkedHashMap<>();
      entries.put("engine", "belay");
      entries.put("tokens_per_second", tokensPerSecond());
      entries.put("forward_seconds", median(Step::forwardSeconds));
      entries.put("head_seconds", median(Step::headSeconds));
      entries.put("backward_seconds", median(Step::backwardSeconds));
      entries.put("optimizer_seconds", median(Step::optimizerSeconds));
      entries.put("sequences", workload.sequences());
      entries.put("tokens", workload.tokens());
      entries.put("dtype", type.name().toLowerCase(Locale.ROOT));
      entries.put("recompute", workload.recompute());
      entries.put("lora_rank", workload.loraRank());
      entries.put("threads", Parallel.threads());
      entries.put("peak_bytes", ProcessMemory.peakResidentBytes());
      entries.put("processor", Provenance.processor());
      return entries;
    }
  }

  private static final int WARM_UP_STEPS = 2;

  private final Decoder decoder;
  private final ActivationStore activations;
  private final AdamW optimizer = new AdamW(AdamW.Settings.DEFAULT);
  private final ChunkedHead head = new ChunkedHead(1);
  private long lap;

  private TrainingBenchmark(Decoder decoder, ActivationStore activations) {
    this.decoder = decoder;
    this.activations = activations;
  }

  /** Measures one workload; the source stays as it is. */
  public static Result measure(WeightSource source, ComputeType type, Workload workload) {
    try (Decoder decoder = decoder(source, type, workload.loraRank());
        ActivationStore activations =
            workload.recompute() ? ActivationStore.recomputing() : ActivationStore.keepingAll()) {
      TrainingBenchmark benchmark = new TrainingBenchmark(decoder, activations);
      PackedBatch batch = batch(workload, source.config().vocabularySize());
      List<Step> steps = new ArrayList<>();
      for (int i = -WARM_UP_STEPS; i < workload.steps(); i++) {
        Step step = benchmark.step(batch);
        if (i >= 0) {
          steps.add(step);
        }
      }
      return new Result(workload, type, List.copyOf(steps));
    }
  }

  private static Decoder decoder(WeightSource source, ComputeType type, int rank) {
    return rank == 0
        ? Decoder.trained(source, type)
        : Decoder.adapted(
            source, type, new LoraSettings(rank, 2.0 * rank, false, LoraTarget.all(), 0, 1));
  }

  private static PackedBatch batch(Workload workload, int vocabularySize) {
    Random random = new Random(1);
    return PackedBatch.of(
        IntStream.range(0, workload.sequences())
            .mapToObj(_ -> random.ints(workload.tokens(), 0, vocabularySize).toArray())
            .toList());
  }

  private Step step(PackedBatch batch) {
    try (TensorScope _ = new TensorScope()) {
      lap = System.nanoTime();
      Tensor hidden = decoder.forward(batch, activations);
      double forward = lap();
      Tensor hiddenGrad = torch.empty_like(hidden);
      double loss = runHead(batch, hidden, hiddenGrad);
      double headSeconds = lap();
      decoder.backward(hiddenGrad, activations);
      double backward = lap();
      optimizer.step(decoder.parameters(), 1e-5, 1);
      return new Step(forward, headSeconds, backward, lap(), loss);
    }
  }

  private double runHead(PackedBatch batch, Tensor hidden, Tensor hiddenGrad) {
    int[] next = batch.nextTokens();
    int[] rows =
        IntStream.range(0, next.length).filter(row -> next[row] != PackedBatch.NO_TOKEN).toArray();
    int[] targets = IntStream.of(rows).map(row -> next[row]).toArray();
    HeadRows headRows = new HeadRows(hidden, rows, targets);
    return head.forwardBackward(
            headRows, decoder.headParameter(), new SftLoss(rows.length), null, hiddenGrad)
        .loss();
  }

  private double lap() {
    long now = System.nanoTime();
    double seconds = (now - lap) / 1e9;
    lap = now;
    return seconds;
  }
}
