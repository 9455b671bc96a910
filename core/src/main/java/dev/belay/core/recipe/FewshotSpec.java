package dev.belay.core.recipe;

/**
 * Worked examples that stand before each task.
 *
 * @param count how many; 0 for none, which leaves the form
 * @param from where they are: a split of the suite's dataset, or a file
 * @param as the form in which examples and task are put to the model
 * @param sampler which examples are taken
 * @param seed of the sampler that draws
 * @param targetDelimiter between an example's prompt and its answer, where they are one text
 * @param delimiter after each example, where they are one text
 */
public record FewshotSpec(
    int count,
    String from,
    Form as,
    Sampler sampler,
    long seed,
    String targetDelimiter,
    String delimiter) {

  /** Where examples are where nothing else is said. */
  public static final String TRAIN = "train";

  /** The seed of few-shot examples that lm-evaluation-harness has by default. */
  static final long SEED = 1234;

  static final String TARGET_DELIMITER = " ";
  static final String DELIMITER = "\n\n";

  /** Examples of the training split; the rest as in a recipe that says nothing else. */
  public static FewshotSpec of(int count, Form as) {
    return new FewshotSpec(count, TRAIN, as, Sampler.FIRST, SEED, TARGET_DELIMITER, DELIMITER);
  }

  /** The same with so many examples. */
  public FewshotSpec withCount(int examples) {
    return new FewshotSpec(examples, from, as, sampler, seed, targetDelimiter, delimiter);
  }

  /** The same in another form. */
  public FewshotSpec withForm(Form form) {
    return new FewshotSpec(count, from, form, sampler, seed, targetDelimiter, delimiter);
  }

  /** How examples and task become what the model reads. */
  public enum Form {
    /** Each example is an earlier turn of the user's and one of the assistant's. */
    TURNS,
    /** All of it is one message of the user's. */
    MESSAGE,
    /** All of it is one text, without a chat template. */
    TEXT
  }

  /** Which examples are taken. */
  public enum Sampler {
    /** The first of the split or file, the same for every task. */
    FIRST,
    /** Other ones for each task, as {@code random.Random(seed).sample} of Python draws them. */
    RANDOM
  }
}
