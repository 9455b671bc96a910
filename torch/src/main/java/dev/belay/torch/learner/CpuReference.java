package dev.belay.torch.learner;

import dev.belay.core.error.BadInputException;
import dev.belay.core.objective.TokenScores;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.format.SafetensorsFile;
import dev.belay.torch.format.SafetensorsWriter;
import dev.belay.torch.format.TensorEntry;
import dev.belay.torch.loss.HeadRows;
import dev.belay.torch.loss.LanguageHead;
import dev.belay.torch.loss.ReferenceHead;
import dev.belay.torch.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** A decoder that stands still. */
public final class CpuReference implements Reference {

  private final Decoder decoder;
  private final LanguageHead head;

  /** A reference, which owns the decoder. */
  public CpuReference(Decoder decoder, LanguageHead head) {
    this.decoder = decoder;
    this.head = head;
  }

  /** What it computes with. */
  Decoder decoder() {
    return decoder;
  }

  /** What reads its hidden states. */
  LanguageHead head() {
    return head;
  }

  @Override
  public Step over(PackedStep step) {
    Step kept = new Step(step, head);
    try {
      for (PackedStep.MicroBatch packed : step.microBatches()) {
        PackedStep.MicroBatch batch = packed.apartFor(decoder.config());
        try (TensorScope _ = new TensorScope()) {
          Tensor hidden = decoder.forward(batch.packed().batch());
          kept.hidden.add(TensorScope.retain(CpuLearner.rows(batch, hidden).gathered()));
        }
      }
      return kept;
    } catch (RuntimeException | Error e) {
      kept.close();
      throw e;
    }
  }

  @Override
  public Step read(PackedStep step, Path file) {
    Step kept = new Step(step, head);
    try (SafetensorsFile tensors = SafetensorsFile.open(file);
        TensorScope _ = new TensorScope()) {
      for (PackedStep.MicroBatch batch : step.microBatches()) {
        String name = Step.nameOf(batch);
        requireShape(tensors, name, batch.packed().rows().length);
        Tensor hidden = tensors.tensor(name).to(decoder.type().scalarType()).clone();
        kept.hidden.add(TensorScope.retain(hidden));
      }
      return kept;
    } catch (RuntimeException | Error e) {
      kept.close();
      throw e;
    }
  }

  private void requireShape(SafetensorsFile tensors, String name, long rows) {
    List<Long> wanted = List.of(rows, (long) decoder.config().hiddenSize());
    Optional<TensorEntry> entry = tensors.entry(name);
    if (entry.isEmpty() || !entry.get().shape().equals(wanted)) {
      throw new BadInputException(
          "%s: must hold a tensor \"%s\" of shape %s, %s. Delete the file; it is made again."
              .formatted(
                  tensors.path(),
                  name,
                  wanted,
                  entry.map(found -> "found shape " + found.shape()).orElse("and holds none")));
    }
  }

  @Override
  public void close() {
    decoder.close();
  }

  /** Hidden states of all micro-batches at the rows that count, {@code [R, H]} each. */
  static final class Step implements Reference.Step {

    private final PackedStep step;
    private final LanguageHead head;
    private final List<Tensor> hidden = new ArrayList<>();

    private Step(PackedStep step, LanguageHead head) {
      this.step = step;
      this.head = head;
    }

    /** Where the logits of a micro-batch come from. */
    ReferenceHead head(PackedStep.MicroBatch batch) {
      return new ReferenceHead(hidden.get(batch.index()), head.weight().value(), true);
    }

    @Override
    public double[] logProbs() {
      TokenScores scores = TokenScores.ofSize(step.completionTokens(), false);
      for (PackedStep.MicroBatch batch : step.microBatches()) {
        head.score(gatheredRows(batch), null, scores);
      }
      return scores.logProbs();
    }

    private HeadRows gatheredRows(PackedStep.MicroBatch batch) {
      int[] targets = batch.packed().targets();
      int[] all = IntStream.range(0, targets.length).toArray();
      return new HeadRows(hidden.get(batch.index()), all, targets, batch.tokenOffset());
    }

    private static String nameOf(PackedStep.MicroBatch batch) {
      return "hidden." + batch.index();
    }

    @Override
    public void write(Path file) throws IOException {
      SafetensorsWriter writer = new SafetensorsWriter();
      for (PackedStep.MicroBatch batch : step.microBatches()) {
        writer.add(nameOf(batch), hidden.get(batch.index()));
      }
      writer.write(file);
    }

    @Override
    public void close() {
      hidden.forEach(Tensor::close);
      hidden.clear();
    }
  }
}
