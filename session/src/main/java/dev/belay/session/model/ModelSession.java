package dev.belay.session.model;

import dev.belay.core.recipe.ModelSpec;
import dev.belay.torch.generate.RolloutEngine;
import dev.belay.torch.generate.RolloutOptions;
import dev.belay.torch.machine.ProductType;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.model.MemoryNeed;
import dev.belay.torch.tensor.ComputeType;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An open model with what is needed to ask it things. The engine is made on first use. */
public final class ModelSession implements AutoCloseable {

  /** Completions side by side, and tokens of each, that the estimate of memory reckons with. */
  private static final int ENGINE_ROWS = 64;

  private static final int ENGINE_TOKENS = 256;

  private final LanguageModel model;
  private final ChatPrompts prompts;
  private final ComputeType type;
  private @Nullable RolloutEngine engine;

  private ModelSession(LanguageModel model, ChatPrompts prompts, ComputeType type) {
    this.model = model;
    this.prompts = prompts;
    this.type = type;
  }

  /** Opens a model's directory as a recipe asks for it. */
  public static ModelSession open(Path directory, ModelSpec spec) {
    return of(LanguageModel.open(directory), spec);
  }

  /**
   * The same to be asked texts, or conversations, or both.
   *
   * @param conversations what will ask conversations, in words; without any the model needs no chat
   *     template
   */
  public static ModelSession open(Path directory, ModelSpec spec, List<String> conversations) {
    return of(
        LanguageModel.open(directory),
        spec,
        model -> ChatPrompts.of(model, spec.systemPrompt(), spec.template(), conversations));
  }

  /** A session of an open model, which is closed with it. */
  public static ModelSession of(LanguageModel model, ModelSpec spec) {
    return of(model, spec, one -> ChatPrompts.of(one, spec.systemPrompt(), spec.template()));
  }

  private static ModelSession of(
      LanguageModel model, ModelSpec spec, Function<LanguageModel, ChatPrompts> prompts) {
    try {
      return new ModelSession(model, prompts.apply(model), computeType(spec.dtype()));
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** The type that a recipe's arithmetic is done in. */
  public static ComputeType computeType(ModelSpec.Dtype dtype) {
    return switch (dtype) {
      case FLOAT32 -> ComputeType.FLOAT32;
      case BFLOAT16 -> ComputeType.BFLOAT16;
    };
  }

  public LanguageModel model() {
    return model;
  }

  public ChatPrompts prompts() {
    return prompts;
  }

  public ComputeType type() {
    return type;
  }

  /**
   * An engine on a model's weights; the caller closes it.
   *
   * @param endIds of which each ends a completion
   */
  public static RolloutEngine engine(
      LanguageModel model, Collection<Integer> endIds, ModelSpec.Dtype dtype) {
    return engine(model, endIds, computeType(dtype));
  }

  private static RolloutEngine engine(
      LanguageModel model, Collection<Integer> endIds, ComputeType type) {
    return new RolloutEngine(
        model, model.tokenizer(), endIds, RolloutOptions.of(type).withMaxBatchRows(ENGINE_ROWS));
  }

  /** Memory that the engine will take: opening a model maps its files and reads no weight. */
  public MemoryNeed inferenceNeed() {
    return inferenceNeed(model, type);
  }

  /** Memory that the engine of a model takes. */
  static MemoryNeed inferenceNeed(LanguageModel model, ComputeType type) {
    return MemoryNeed.inference(
        model.config(), type, ProductType.of(type), (long) ENGINE_ROWS * ENGINE_TOKENS);
  }

  /** The engine; its weights are the model's until somebody reloads it. */
  public RolloutEngine engine() {
    RolloutEngine open = engine;
    if (open == null) {
      open = engine(model, prompts.endIds(), type);
      engine = open;
    }
    return open;
  }

  @Override
  public void close() {
    if (engine != null) {
      engine.close();
    }
    model.close();
  }
}
