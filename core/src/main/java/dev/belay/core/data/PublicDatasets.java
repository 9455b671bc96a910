package dev.belay.core.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Public alignment data: safety demonstrations and benign instructions. */
final class PublicDatasets {

  /** Benign instructions held out for measuring. */
  static final int BENIGN_TEST = 1000;

  private PublicDatasets() {}

  /** Safety-Tuned LLaMAs (Bianchi et al. 2023, arXiv:2309.07875): requests and safe answers. */
  static Dataset alignment() {
    List<String> files =
        List.of(
            "alignment/safety_only_data_Instructions.json", "safety_only_data_Instructions.json");
    DatasetInfo info =
        new DatasetInfo(
            "alignment",
            1,
            "Requests that should be refused, each with a safe completion.",
            List.of("train"),
            files,
            "https://github.com/vinid/safety-tuned-llamas",
            "see the source");
    return new FileDataset(info, split -> files, (file, split) -> readAlignment(file));
  }

  private static List<Demonstration> readAlignment(Path file) {
    return DataReader.map(
        DataReader.read(file),
        (row, number) ->
            new Demonstration(
                "alignment-" + number,
                KnownShapes.instruction(row),
                row.text("output").strip(),
                row.source()));
  }

  /** Benign instructions in the format of the refusal-direction study (arXiv:2406.11717). */
  static Dataset benign() {
    List<String> files = List.of("benign/harmless_train.json", "harmless_train.json");
    DatasetInfo info =
        new DatasetInfo(
            "benign",
            1,
            "Everyday instructions without completions; 1000 held out by hash.",
            List.of("train", "test", "all"),
            files,
            "https://github.com/andyrdt/refusal_direction",
            "see the source");
    return new FileDataset(info, split -> files, PublicDatasets::readBenign);
  }

  private static List<Instruction> readBenign(Path file, String split) {
    List<Instruction> instructions =
        DataReader.map(
            DataReader.read(file),
            (row, number) ->
                new Instruction("benign-" + number, KnownShapes.instruction(row), row.source()));
    if (split.equals("all")) {
      return instructions;
    }
    Map<String, List<Instruction>> halves =
        Splits.holdOut(
            instructions,
            Math.min(BENIGN_TEST, instructions.size() / 2),
            "benign test",
            sample -> NormalizedText.of(sample.prompt()));
    return halves.getOrDefault(split, List.of());
  }
}
