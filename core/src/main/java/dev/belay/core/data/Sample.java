package dev.belay.core.data;

/** One record of a dataset: something that a model is asked, and what is known about the answer. */
public sealed interface Sample permits Problem, Demonstration, Instruction, SafetyPrompt {

  /** Unique within its dataset and stable between versions of the code. */
  String id();

  /** The text of the user's turn. */
  String prompt();

  /** Where it was read. */
  SourceLine source();
}
