package dev.belay.core.recipe;

/** Reads the {@code fewshot} section of a suite. */
final class FewshotSpecReader {

  private static final Key FROM =
      Key.of("from", "where examples are: a split of the suite's dataset, or a file")
          .source("suites.md");

  private FewshotSpecReader() {}

  static FewshotSpec read(Section section, SuiteSource source) {
    int count =
        section.count(
            Key.of("count", "how many; 0 leaves the form without examples").unit("examples"),
            null,
            0);
    String from = section.text(FROM, FewshotSpec.TRAIN);
    if (count > 0 && source instanceof SuiteSource.OwnFile && !SuiteName.isFile(from)) {
      section.issue(
          FROM.name(),
          "found '%s'; a file has no splits: name a file with the examples.".formatted(from));
    }
    return new FewshotSpec(
        count,
        from,
        section.choice(
            Key.of(
                    "as",
                    "earlier `turns` of the chat, one `message` of the user's, or plain `text`"
                        + " without a chat template")
                .source("suites.md"),
            FewshotSpec.Form.class,
            FewshotSpec.Form.TURNS),
        section.choice(
            Key.of(
                    "sampler",
                    "the `first` of the split, the same for every task, or `random` ones for each,"
                        + " as lm-evaluation-harness draws them")
                .source("suites.md"),
            FewshotSpec.Sampler.class,
            FewshotSpec.Sampler.FIRST),
        section.wholeNumber(Key.of("seed", "of the sampler that draws"), FewshotSpec.SEED, 0),
        section.text(
            Key.of("target_delimiter", "between an example's prompt and answer, in one text"),
            FewshotSpec.TARGET_DELIMITER),
        section.text(
            Key.of("delimiter", "after each example, in one text"), FewshotSpec.DELIMITER));
  }
}
