package dev.belay.train.compare;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Where a comparison keeps its things.
 *
 * <pre>
 * compare.json                     all that came out
 * arms/NAME/                       a run each
 * curves/NAME/weights-0.25/        an evaluation of weights between base and tuned model
 * task-drift/NAME/                 completions behind the KL on the task
 * tries/NAME/KEY/                  the runs that an arm was tuned by
 * </pre>
 *
 * @param root the comparison's folder
 */
public record ArmFolders(Path root) {

  /** Those of a folder. */
  static ArmFolders of(Path root) {
    return new ArmFolders(root);
  }

  /** The file with everything. */
  public Path result() {
    return root.resolve("compare.json");
  }

  /** The run of an arm. */
  public Path run(String arm) {
    return root.resolve("arms").resolve(arm);
  }

  /** An evaluation of weights between. */
  Path weights(String arm, double share) {
    return root.resolve("curves").resolve(arm).resolve("weights-" + share(share));
  }

  /** Completions that the KL on the task is measured on. */
  Path taskDrift(String arm) {
    return root.resolve("task-drift").resolve(arm);
  }

  /** The run of a try. */
  Path attempt(String arm, String key) {
    return root.resolve("tries").resolve(arm).resolve(key);
  }

  /** A share as names have it. */
  static String share(double share) {
    return String.format(Locale.ROOT, "%.4f", share).replaceFirst("0+$", "");
  }
}
