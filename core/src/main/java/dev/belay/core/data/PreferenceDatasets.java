package dev.belay.core.data;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Public preference data. */
final class PreferenceDatasets {

  private PreferenceDatasets() {}

  /**
   * Pairs of HH-RLHF in which people preferred the less harmful completion (Bai et al. 2022,
   * arXiv:2204.05862). Records with an empty completion are left out.
   */
  static Dataset hhHarmless() {
    DatasetInfo info =
        new DatasetInfo(
            "hh-harmless",
            1,
            "Conversations with two completions, of which people chose the less harmful one.",
            List.of("train", "test"),
            List.of(
                "preference/hh-rlhf/harmless-base-{split}.jsonl.gz",
                "hh-rlhf/harmless-base-{split}.jsonl.gz",
                "harmless-base/{split}.jsonl.gz"),
            "https://github.com/anthropics/hh-rlhf",
            "MIT");
    return new FileDataset(
        info,
        split -> info.files().stream().map(path -> path.replace("{split}", split)).toList(),
        PreferenceDatasets::readHhRlhf);
  }

  private static List<PreferencePair> readHhRlhf(Path file, String split) {
    List<DataRow> complete =
        DataReader.read(file).stream().filter(PreferenceDatasets::isComplete).toList();
    return DataReader.map(
        complete,
        row -> PreferenceRows.pair(row, "hh-harmless-%s-%d".formatted(split, row.source().line())));
  }

  private static boolean isComplete(DataRow row) {
    return Stream.of("chosen", "rejected")
        .flatMap(column -> row.optionalText(column).stream())
        .noneMatch(text -> Transcript.turns(text).getLast().content().isEmpty());
  }
}
