package dev.belay.torch.model;

import dev.belay.core.error.BadInputException;
import dev.belay.core.hash.Sha256;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tokenizer.TokenizerDifference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model and one that was trained from it: a whole model, or an adapter that stands beside it.
 * Both stay open as long as this does.
 */
public final class ModelPair implements AutoCloseable {

  private final LanguageModel base;
  private final LanguageModel tuned;
  private final boolean adapter;

  private ModelPair(LanguageModel base, LanguageModel tuned, boolean adapter) {
    this.base = base;
    this.tuned = tuned;
    this.adapter = adapter;
  }

  /**
   * Opens both. An adapter is taken beside the base given, whatever it calls its own.
   *
   * @throws BadInputException if one cannot be opened, or with everything in which they differ
   *     beside their weights: family, shape, tokenizer; or if the adapter names another base that
   *     is here
   */
  public static ModelPair open(Path base, Path tuned) {
    boolean adapter = AdapterDirectory.is(tuned) && !AdapterDirectory.is(base);
    LanguageModel first = LanguageModel.open(base);
    try {
      if (adapter) {
        requireItsBase(base, tuned);
      }
      LanguageModel second =
          adapter ? LanguageModel.openAdapter(tuned, base) : LanguageModel.open(tuned);
      try {
        requireAlike(first, second);
        return new ModelPair(first, second, adapter);
      } catch (RuntimeException e) {
        second.close();
        throw e;
      }
    } catch (RuntimeException e) {
      first.close();
      throw e;
    }
  }

  /** What an adapter calls its base can be checked where that is a directory. */
  private static void requireItsBase(Path base, Path adapter) {
    Optional<Path> own = AdapterDirectory.baseIfHere(adapter);
    if (own.isPresent() && !WeightsHash.of(own.get()).equals(WeightsHash.of(base))) {
      throw new BadInputException(
          "%s: the adapter stands beside %s (sha256 %s), not beside %s (sha256 %s). Name its base."
              .formatted(
                  adapter, own.get(), WeightsHash.of(own.get()), base, WeightsHash.of(base)));
    }
  }

  private static void requireAlike(LanguageModel base, LanguageModel tuned) {
    List<String> issues = new ArrayList<>();
    String pair = base.directory() + " and " + tuned.directory();
    ConfigDifferences.between(base.config(), tuned.config())
        .forEach(
            difference -> issues.add("%s have different weights: %s.".formatted(pair, difference)));
    try {
      TokenizerDifference.between(base.textDirectory(), tuned.textDirectory())
          .ifPresent(
              difference ->
                  issues.add("%s have different tokenizers: %s.".formatted(pair, difference)));
    } catch (BadInputException e) {
      issues.addAll(e.issues());
    }
    if (!issues.isEmpty()) {
      issues.add(
          "So there is nothing between them: take a model and one that was trained from it.");
      throw new BadInputException(issues);
    }
  }

  /** The model before. */
  public LanguageModel base() {
    return base;
  }

  /** The model after. */
  public LanguageModel tuned() {
    return tuned;
  }

  /** Whether the model after is an adapter beside the one before. */
  public boolean isAdapter() {
    return adapter;
  }

  /**
   * The weights between the two: those of files are mixed, an adapter is scaled.
   *
   * @param share of the way to the tuned model, in [0, 1]
   * @param type that whole weights are rounded to; an adapter's are not
   */
  public WeightSource at(double share, ComputeType type) {
    return adapter
        ? new ScaledAdapter(tuned, share)
        : new InterpolatedWeights(base, tuned, share, type);
  }

  /** Identifies {@link #at}; at the ends it is the {@link WeightsHash} of a model itself. */
  public String identity(double share, ComputeType type) {
    String from = baseSha256();
    String to = tunedSha256();
    if (share == 0 || share == 1) {
      return share == 0 ? from : to;
    }
    String what = adapter ? "%s of the adapter of %s to %s\n" : "%s of the way from %s to %s\n";
    String rounded = !adapter && type == ComputeType.BFLOAT16 ? "rounded at random\n" : "";
    return Sha256.of(what.formatted(share, from, to) + rounded);
  }

  /** What identifies the base's weights. */
  public String baseSha256() {
    return WeightsHash.of(base.directory());
  }

  /** What identifies the tuned model's weights. */
  public String tunedSha256() {
    return adapter
        ? WeightsHash.of(tuned.directory(), base.directory())
        : WeightsHash.of(tuned.directory());
  }

  /** The type that holds every stored weight of both without rounding. */
  public ElementType storedType() {
    boolean half =
        base.weightTypes().equals(List.of(ElementType.BF16))
            && tuned.weightTypes().equals(List.of(ElementType.BF16));
    return half ? ElementType.BF16 : ElementType.F32;
  }

  /** What a person should know of the two, in sentences. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (!base.chatTemplate().equals(tuned.chatTemplate())) {
      notes.add("The chat templates of the two differ; that of the tuned model is taken.");
    }
    if (!base.eosTokenIds().equals(tuned.eosTokenIds())) {
      notes.add(
          "The ids that end a completion differ (%s and %s); those of the tuned model are taken."
              .formatted(base.eosTokenIds(), tuned.eosTokenIds()));
    }
    if (adapter && AdapterDirectory.baseIfHere(tuned.directory()).isEmpty()) {
      notes.add(
          "The adapter calls its base \"%s\", which is not here; it is taken beside %s."
              .formatted(AdapterDirectory.baseName(tuned.directory()), base.directory()));
    }
    return notes;
  }

  /** The tuned model, opened once more; the caller closes it. */
  public LanguageModel openTuned() {
    return adapter
        ? LanguageModel.openAdapter(tuned.directory(), base.directory())
        : LanguageModel.open(tuned.directory());
  }

  /**
   * Writes {@link #at}: an adapter as an adapter, else a whole model. The files about text are the
   * tuned model's.
   *
   * @param type of a whole model's weights
   * @param target must not exist
   * @param provenance content of its {@code provenance.json}
   */
  public void write(double share, ElementType type, Path target, String provenance) {
    if (adapter) {
      new ScaledAdapterWriter(tuned.directory(), share).write(target, provenance);
      return;
    }
    ComputeType rounded = type == ElementType.BF16 ? ComputeType.BFLOAT16 : ComputeType.FLOAT32;
    new ModelWriter(at(share, rounded), type)
        .source(tuned.directory())
        .texts(tuned.textDirectory())
        .with("provenance.json", provenance)
        .write(target);
  }

  @Override
  public void close() {
    tuned.close();
    base.close();
  }
}
