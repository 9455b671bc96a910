package dev.belay.core.recipe;

import dev.belay.core.objective.LearningRateSchedule.Shape;
import dev.belay.core.recipe.CheckpointSpec.OnceFinished;
import dev.belay.core.recipe.TrainSpec.BudgetSpec;
import dev.belay.core.recipe.TrainSpec.UntilSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads what the {@code train} sections of all methods have. */
final class TrainSetupReader {

  private static final Key OPTIMIZER =
      Key.of("optimizer", "AdamW and its schedule").source("arXiv:1711.05101");

  private static final Key CHECKPOINTS =
      Key.of("checkpoints", "which checkpoints stay").source("runs.md");

  private static final Key UNTIL = Key.of("until", "stops early, once a capability is reached");

  private static final Key ANCHOR =
      Key.of(
              "anchor",
              "holds the policy where safety lives: the exact KL to the model before training"
                  + " on prompts of its own, in every update")
          .source("safety/anchor.md");

  private static final Key REFUSALS =
      Key.of(
              "refusals",
              "cross-entropy on the model's own refusals, made before training, and on as many of"
                  + " its answers to harmless requests")
          .source("defences/refusals.md");

  private static final Key MONITOR =
      Key.of(
              "monitor",
              "asks probe prompts while it trains, acts on an alarm and certifies the end")
          .source("safety/monitor.md");

  private static final Key SECOND_MEASURE =
      Key.of(
              "second_measure",
              "the task measured a second time, on problems and by a verifier that are not"
                  + " trained on; an alarm where the reward rises while it falls")
          .source("algorithms/second-measure.md");

  private static final Key PROXIMAL =
      Key.of(
              "proximal",
              "pulls the weights towards where they stood before training, all alike or as safety"
                  + " prompts depend on them")
          .source("defences/proximal.md");

  private static final Key LORA =
      Key.of("lora", "trains a low-rank adapter, and leaves the model's own weights as they are")
          .source("lora.md");

  private TrainSetupReader() {}

  /**
   * Reads what follows the method's own keys.
   *
   * @param learningRate the method's default
   */
  static TrainSetup setup(Section section, List<DataSpec> data, double learningRate) {
    return new TrainSetup(
        data,
        section.section(OPTIMIZER, s -> optimizer(s, learningRate)),
        budget(section),
        guards(section),
        section.optionalSection(LORA, LoraSpecReader::read));
  }

  /**
   * The same for a method whose models complete nothing.
   *
   * @param why keys that are about completions are refused
   */
  static TrainSetup unguarded(
      Section section, List<DataSpec> data, double learningRate, String why) {
    for (Key key : List.of(UNTIL, ANCHOR, REFUSALS, MONITOR, SECOND_MEASURE, PROXIMAL)) {
      section.refuse(key, why);
    }
    return new TrainSetup(
        data,
        section.section(OPTIMIZER, s -> optimizer(s, learningRate)),
        new BudgetSpec(microBatchTokens(section), checkpoints(section), Optional.empty()),
        Guards.NONE,
        section.optionalSection(LORA, LoraSpecReader::read));
  }

  /** What to train on; at least one source. */
  static List<DataSpec> data(Section section, Function<Section, DataSpec> datum) {
    Key key = Key.of("data", "what to train on").source("data.md");
    List<DataSpec> data = section.sections(key, datum);
    if (data.isEmpty()) {
      section.issue("data", "needs at least one source, such as { source: arithmetic }.");
    }
    return data;
  }

  /** Prompts without completions, so there is no choice of these. */
  static DataSpec prompts(Section section) {
    return new DataSpec(
        section.requiredText(
            Key.of(
                    "source",
                    "a dataset's name (`belay data list`); with `path` a name for your file")
                .source("data.md")),
        section.optionalText(
            Key.of("split", "a part of the dataset; without it the first").source("data.md")),
        section.optionalText(
            Key.of("label", "keeps only records with this label: `refuse` or `answer`")),
        FileSpecReader.read(section),
        section.count(
            Key.of("limit", "at most so many records, chosen by hashed order; 0 takes all")
                .unit("records"),
            0,
            0),
        DataSpec.Completions.GIVEN,
        DifficultyReader.read(section));
  }

  private static BudgetSpec budget(Section section) {
    return new BudgetSpec(
        microBatchTokens(section),
        checkpoints(section),
        section.optionalSection(UNTIL, TrainSetupReader::until));
  }

  private static int microBatchTokens(Section section) {
    return section.count(
        Key.of(
                "micro_batch_tokens",
                "tokens of one forward and backward pass; bounds memory and never changes the"
                    + " update")
            .unit("tokens"),
        2048,
        1);
  }

  private static int checkpointEverySteps(Section section) {
    return section.count(
        Key.of(
                "checkpoint_every_steps",
                "how often the whole state is saved; a resumed run repeats at most so many steps")
            .unit("steps"),
        10,
        1);
  }

  private static CheckpointSpec checkpoints(Section section) {
    int everySteps = checkpointEverySteps(section);
    return section.section(
        CHECKPOINTS,
        kept ->
            new CheckpointSpec(
                everySteps,
                kept.count(
                    Key.of(
                            "keep",
                            "the newest so many stay while it trains; beside them what a monitor"
                                + " may roll back to")
                        .unit("checkpoints"),
                    2,
                    1),
                kept.choice(
                    Key.of(
                        "once_finished",
                        "what stays once the trained model is written: no weights, the models of"
                            + " the kept ones without the optimizer's state, or everything"),
                    OnceFinished.class,
                    OnceFinished.DROP)));
  }

  private static Guards guards(Section section) {
    return new Guards(
        section.optionalSection(ANCHOR, AnchorSpecReader::read),
        section.optionalSection(REFUSALS, RefusalsSpecReader::read),
        section.optionalSection(MONITOR, MonitorSpecReader::read),
        section.optionalSection(SECOND_MEASURE, SecondMeasureSpecReader::read),
        section.optionalSection(PROXIMAL, ProximalSpecReader::read));
  }

  private static UntilSpec until(Section section) {
    return new UntilSpec(
        section.section(
            Key.of("data", "problems to measure on, apart from those of the evaluation"),
            TrainSetupReader::prompts),
        section.number(
            Key.of("accuracy", "share of correct greedy completions to reach").unit("share"),
            null,
            value -> value > 0 && value <= 1,
            "in (0, 1]"),
        section.count(
            Key.of("every_steps", "how often to measure; the last step is measured as well")
                .unit("steps"),
            5,
            1),
        section.count(Key.of("max_completion_tokens", "longest completion").unit("tokens"), 64, 1));
  }

  private static OptimizerSpec optimizer(Section section, double learningRate) {
    return new OptimizerSpec(
        section.number(
            Key.of("learning_rate", "the peak rate, reached after the warm-up"),
            learningRate,
            value -> value > 0,
            "above 0"),
        section.choice(
            Key.of("schedule", "how the rate goes on after the warm-up"),
            Shape.class,
            Shape.CONSTANT),
        section.count(
            Key.of("warmup_steps", "updates of the linear warm-up").unit("updates"), 0, 0),
        section.number(
            Key.of("beta1", "decay of the first moment"),
            0.9,
            value -> value >= 0 && value < 1,
            "in [0, 1)"),
        section.number(
            Key.of("beta2", "decay of the second moment"),
            0.95,
            value -> value >= 0 && value < 1,
            "in [0, 1)"),
        section.number(
            Key.of("eps", "added to the root of the second moment"),
            1e-8,
            value -> value > 0,
            "above 0"),
        section.number(
            Key.of("weight_decay", "decoupled weight decay, times the rate"),
            0.0,
            value -> value >= 0,
            "0 or more"),
        section.number(
            Key.of(
                    "ema_decay",
                    "what training leaves is a running mean of the weights with this decay a step,"
                        + " begun at the weights before training; 0 leaves the last weights")
                .source("arXiv:2508.12531"),
            0.0,
            value -> value >= 0 && value < 1,
            "in [0, 1)"),
        section.number(
            Key.of("clip_norm", "the gradient's global norm is scaled down to it; 0 turns it off"),
            1.0,
            value -> value >= 0,
            "0 or more"));
  }
}
