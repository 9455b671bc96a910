package dev.belay.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of a sweep over two algorithms and two seeds, one cell of which was refused. */
public final class SweepFixture {

  private static final String POOLED =
      """
      {"suite": "advbench", "kind": "harmful", "metric": "refusal rate", "higher_is_better": true,
       "n": 98, "left_out": 2, "seeds": 2, "before": 0.9, "after": %s, "change": %s, "low": %s,
       "high": %s, "method": "prompts_and_seeds", "held": "%s",
       "spread": {"by_seed": [{"seed": "17", "change": %s}, {"seed": "18", "change": %s}]}%s}
      """;

  private SweepFixture() {}

  /** Writes the folder. */
  public static Path write(Path folder) throws IOException {
    String grpo = POOLED.formatted(0.87, -0.03, -0.08, 0.02, "cannot_tell", -0.05, -0.01, "");
    String rloo =
        POOLED.formatted(
            0.8,
            -0.1,
            -0.16,
            -0.06,
            "did_not_hold",
            -0.12,
            -0.08,
            ", \"against_first\": {\"change\": -0.07, \"low\": -0.12, \"high\": -0.01}");
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("sweep.json"),
        """
        {"format": 1, "name": "algorithms", "recipe": "base.yaml", "confidence": 0.95,
         "margin": 0.05, "counts": {"cells": 4, "done": 3, "refused": 1},
         "cells": [
          {"index": 0, "values": {"train.algorithm": "grpo", "seed": "17"}, "state": "done",
           "seconds": 41.2, "safety_held": "cannot_tell"},
          {"index": 1, "values": {"train.algorithm": "grpo", "seed": "18"}, "state": "done",
           "seconds": 190.0, "safety_held": "held"},
          {"index": 2, "values": {"train.algorithm": "rloo", "seed": "17"}, "state": "done",
           "safety_held": "did_not_hold"},
          {"index": 3, "values": {"train.algorithm": "rloo", "seed": "18"}, "state": "refused",
           "reason": "no such file"}],
         "settings": [{"values": {"train.algorithm": "grpo"}, "suites": [%1$s]},
                      {"values": {"train.algorithm": "rloo"}, "suites": [%2$s]}],
         "ablations": [{"axis": "train.algorithm", "rows": [
           {"value": "grpo", "suites": [%1$s]}, {"value": "rloo", "suites": [%2$s]}]}],
         "notes": ["Cell 3 is left out."]}
        """
            .formatted(grpo, rloo));
    return folder;
  }
}
