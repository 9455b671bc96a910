package dev.belay.core.recipe;

import dev.belay.core.data.Difficulty;
import dev.belay.core.data.FileSpec;
import java.util.Optional;

/**
 * Where prompts or demonstrations come from.
 *
 * @param source a dataset's name, or {@code jsonl} with {@code path}
 * @param split which part of it, where it has parts
 * @param label keep only records with this label, where records have one
 * @param files of one's own, and what their columns mean
 * @param limit at most so many records, chosen by hashed order; 0 takes all
 * @param completions for SFT: whose completions to learn
 * @param difficulty of generated samples
 */
public record DataSpec(
    String source,
    Optional<String> split,
    Optional<String> label,
    FileSpec files,
    int limit,
    Completions completions,
    Difficulty difficulty) {

  /** Samples as hard as the dataset chooses, or one file of one's own. */
  public DataSpec(
      String source,
      Optional<String> split,
      Optional<String> label,
      Optional<String> path,
      int limit,
      Completions completions) {
    this(
        source,
        split,
        label,
        path.map(FileSpec::of).orElse(FileSpec.NONE),
        limit,
        completions,
        Difficulty.STANDARD);
  }

  /** Whose completions SFT learns. */
  public enum Completions {
    /** Those in the data. */
    GIVEN,
    /** The model's own greedy ones, made before training: it learns to stay as it is. */
    SELF,
    /** The model's own sampled ones that a verifier accepts, made before training. */
    VERIFIED
  }
}
