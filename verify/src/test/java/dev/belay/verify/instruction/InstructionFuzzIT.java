package dev.belay.verify.instruction;

import org.junit.jupiter.api.Test;

/** A million completions of any kind, each judged by all kinds of instructions. */
class InstructionFuzzIT {

  @Test
  void aMillionCompletions() {
    InstructionFuzzTest.fuzz(1_000_000, 2);
  }
}
