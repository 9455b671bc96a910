package dev.belay.session.model;

import dev.belay.core.chat.ChatTemplate;
import dev.belay.core.chat.TemplateTime;
import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.model.TextGenerator;
import dev.belay.core.recipe.ModelSpec;
import dev.belay.core.run.Progress;
import dev.belay.safety.judge.Judge;
import dev.belay.safety.judge.JudgeContext;
import dev.belay.safety.judge.JudgeSpec;
import dev.belay.safety.judge.Judges;
import dev.belay.safety.judge.LocalModel;
import dev.belay.safety.judge.LocalModels;
import dev.belay.safety.judge.ModelIdentity;
import dev.belay.torch.generate.RolloutEngine;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.model.MemoryNeed;
import dev.belay.torch.model.WeightsHash;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Opens judges, and with them the models that they need, until it is closed. */
public final class JudgeSession implements LocalModels, AutoCloseable {

  /** Judges' weights are read in this precision. */
  private static final ModelSpec.Dtype DTYPE = ModelSpec.Dtype.BFLOAT16;

  private final Function<String, Path> models;
  private final Map<String, String> environment;
  private final Progress progress;
  private final Map<Path, LocalModel> open = new HashMap<>();
  private final Deque<AutoCloseable> closing = new ArrayDeque<>();
  private final List<LazyEngine> engines = new ArrayList<>();

  /**
   * A session without judges.
   *
   * @param models finds the directory of a model by its name
   * @param environment where keys are
   */
  public JudgeSession(
      Function<String, Path> models, Map<String, String> environment, Progress progress) {
    this.models = models;
    this.environment = Map.copyOf(environment);
    this.progress = progress;
  }

  /**
   * Opens the judge that a command line or a recipe names.
   *
   * @throws dev.belay.core.error.BadInputException when there is none, or it cannot judge
   */
  public Judge judge(String text) {
    Judges judges = Judges.load();
    return judges.create(
        JudgeSpec.parse(text), new JudgeContext(judges, environment, this, progress::note));
  }

  /** Identifies the model in a directory, so that it is not judged by itself. */
  public static ModelIdentity identity(Path directory) {
    return ModelIdentity.weights(WeightsHash.of(directory));
  }

  /** Memory that each model takes which judges, once it does; each is opened once. */
  public List<MemoryNeed> memoryNeeds() {
    return engines.stream()
        .map(engine -> ModelSession.inferenceNeed(engine.model, ModelSession.computeType(DTYPE)))
        .toList();
  }

  @Override
  public LocalModel open(String model) {
    return open.computeIfAbsent(models.apply(model), this::load);
  }

  private LocalModel load(Path directory) {
    LanguageModel model = LanguageModel.open(directory);
    closing.push(model);
    LazyEngine engine = new LazyEngine(model);
    closing.push(engine);
    engines.add(engine);
    return new LocalModel(
        directory,
        WeightsHash.of(directory),
        engine,
        model.tokenizer(),
        model
            .chatTemplate()
            .map(source -> ChatTemplate.compile(source, TemplateTime.ofThisProcess().clock())),
        model.specialTokens());
  }

  /** An engine that loads the weights when the first completion is judged. */
  private static final class LazyEngine implements TextGenerator, AutoCloseable {
    private final LanguageModel model;
    private @Nullable RolloutEngine engine;

    LazyEngine(LanguageModel model) {
      this.model = model;
    }

    @Override
    public synchronized List<Completion> generate(
        List<GenerationRequest> requests, Sampling sampling, IntConsumer onFinished) {
      RolloutEngine open = engine;
      if (open == null) {
        open = ModelSession.engine(model, model.eosTokenIds(), DTYPE);
        engine = open;
      }
      return open.generate(requests, sampling, onFinished);
    }

    @Override
    public synchronized void close() {
      if (engine != null) {
        engine.close();
      }
    }
  }

  @Override
  public void close() {
    while (!closing.isEmpty()) {
      close(closing.pop());
    }
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("a model cannot be closed", e);
    }
  }
}
