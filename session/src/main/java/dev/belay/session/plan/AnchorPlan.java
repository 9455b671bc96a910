package dev.belay.session.plan;

import dev.belay.core.chat.ChatMessage;
import dev.belay.core.data.Instruction;
import dev.belay.core.data.SamplesHash;
import dev.belay.core.hash.Sha256;
import dev.belay.core.recipe.AnchorSpec;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.MemoryNeed;
import dev.belay.torch.tensor.ComputeType;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * The anchor, its prompts read and checked.
 *
 * @param spec what the recipe asks for
 * @param prompts all of them, source by source, each once, as they were before any attack
 * @param asked those on which updates are held, in every way in which they are asked, way by way
 * @param heldOut the others, likewise; empty where none are set aside
 */
public record AnchorPlan(
    AnchorSpec spec,
    List<Instruction> prompts,
    List<AskedPrompt> asked,
    List<AskedPrompt> heldOut) {

  /** Beyond this, what the reference says is not kept. */
  private static final long MOST_LAW_BYTES = 1L << 30;

  public AnchorPlan {
    prompts = List.copyOf(prompts);
    asked = List.copyOf(asked);
    heldOut = List.copyOf(heldOut);
  }

  /** What updates are held on, and after it what is set aside. */
  public List<AskedPrompt> all() {
    return Stream.concat(asked.stream(), heldOut.stream()).toList();
  }

  /** What identifies all that is asked: SHA-256 by attack, whose label has version and options. */
  public SequencedMap<String, String> hashesByAttack() {
    SequencedMap<String, MessageDigest> digests = new LinkedHashMap<>();
    for (AskedPrompt one : all()) {
      List<String> texts = new ArrayList<>();
      for (ChatMessage turn : one.input().turns()) {
        texts.add(turn.role());
        texts.add(turn.content());
      }
      texts.add(one.input().systemPrompt().name());
      texts.add(one.input().form().name());
      texts.add(one.input().prefill());
      SamplesHash.update(
          digests.computeIfAbsent(one.attack().label(), _ -> Sha256.newDigest()), texts);
    }
    SequencedMap<String, String> hashes = new LinkedHashMap<>();
    digests.forEach(
        (label, digest) -> hashes.put(label, HexFormat.of().formatHex(digest.digest())));
    return hashes;
  }

  /**
   * Bytes of all that the model before training says on the prompts, if it is kept: its last hidden
   * states at the positions that count, from which its head makes its laws again, bit for bit.
   */
  public long lawBytes(DecoderConfig config, ComputeType type) {
    boolean askedAnew =
        spec.completions() == AnchorSpec.Completions.POLICY || spec.perturb().isPresent();
    return askedAnew ? 0 : bytes(asked, config, type);
  }

  private long bytes(List<AskedPrompt> prompts, DecoderConfig config, ComputeType type) {
    return (long) prompts.size() * spec.completionTokens() * config.hiddenSize() * type.bytes();
  }

  /** Whether that is kept, in memory and in the run's folder; else it is computed in every step. */
  public boolean keepsLaws(DecoderConfig config, ComputeType type) {
    return lawBytes(config, type) <= MOST_LAW_BYTES;
  }

  /**
   * Memory beside that of training.
   *
   * @param microBatchTokens tokens of one forward and backward pass
   */
  MemoryNeed need(DecoderConfig config, ComputeType type, long microBatchTokens) {
    boolean apart = spec.combine() != AnchorSpec.Combine.SUM;
    long laws = keepsLaws(config, type) ? lawBytes(config, type) : 0;
    boolean rounded = type != ComputeType.FLOAT32;
    boolean measured = rounded && spec.strength() instanceof AnchorSpec.Bound;
    MemoryNeed need =
        MemoryNeed.anchor(config, type, laws + bytes(heldOut, config, type), apart, measured);
    return spec.perturb().isPresent()
        ? need.and(MemoryNeed.perturbation(config, type, microBatchTokens))
        : need;
  }
}
