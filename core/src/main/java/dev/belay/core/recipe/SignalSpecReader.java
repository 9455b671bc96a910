package dev.belay.core.recipe;

import dev.belay.core.advantage.AdvantageEstimator;
import dev.belay.core.recipe.SignalSpec.DifficultySpec;
import dev.belay.core.recipe.SignalSpec.Groups;
import dev.belay.core.recipe.SignalSpec.Place;
import dev.belay.core.recipe.SignalSpec.TaskRefusals;

/** Reads {@code train.signal}: which prompts and groups are trained on. */
final class SignalSpecReader {

  private static final Key GROUPS =
      Key.of(
              "groups",
              "with `with-signal` a group whose completions all score the same is replaced by that"
                  + " of another prompt, and a step without any signal makes no update; `all`"
                  + " trains on whatever was sampled. By default `with-signal` for `dapo`")
          .source("arXiv:2503.14476");

  private static final Key REFILL_ROUNDS =
      Key.of(
              "refill_rounds",
              "with `groups: with-signal`, how many more times in a step prompts are drawn for"
                  + " groups without signal; 0 leaves such groups out")
          .unit("rounds");

  private static final Key TASK_REFUSALS =
      Key.of(
              "task_refusals",
              "what becomes of completions that refuse the task: with `mask` they are left out of"
                  + " the loss and of their group's comparison, so that training has no reason to"
                  + " unlearn refusing; with `count` they earn what the verifiers say")
          .source("defences/task-refusals.md");

  private static final Key DIFFICULTY =
      Key.of(
              "difficulty",
              "before training the model completes every training prompt several times; how often"
                  + " it is right decides where a prompt stands, and how many groups are expected"
                  + " to have signal is printed")
          .source("algorithms/signal.md");

  private SignalSpecReader() {}

  static SignalSpec read(Section section, String preset, AdvantageEstimator advantage) {
    Groups usual = preset.equals("dapo") ? Groups.WITH_SIGNAL : Groups.ALL;
    Groups groups = section.choice(GROUPS, Groups.class, usual);
    if (groups == Groups.WITH_SIGNAL && !advantage.needsGroup()) {
      section.issue(
          "groups",
          "found with-signal, has no meaning with an advantage that compares with more than the"
              + " group: there, completions of a group that all score the same do have an"
              + " advantage. Take all, or an advantage of groups, such as group-mean.");
    }
    int rounds = section.count(REFILL_ROUNDS, 4, 0);
    if (groups == Groups.ALL) {
      section.drop("has no meaning with groups: all; drop it.", REFILL_ROUNDS.name());
    }
    return new SignalSpec(
        groups,
        groups == Groups.ALL ? 0 : rounds,
        section.choice(TASK_REFUSALS, TaskRefusals.class, TaskRefusals.COUNT),
        section.optionalSection(DIFFICULTY, SignalSpecReader::difficulty));
  }

  private static DifficultySpec difficulty(Section section) {
    return new DifficultySpec(
        section.count(
            Key.of(
                    "completions",
                    "completions of each training prompt; all of them are sampled before the first"
                        + " step, so `limit` the data")
                .unit("completions"),
            8,
            1),
        section.choice(
            Key.of("never", "where prompts stand that the model never solved"),
            Place.class,
            Place.LAST),
        section.choice(
            Key.of("always", "where prompts stand that the model always solved"),
            Place.class,
            Place.LAST));
  }
}
