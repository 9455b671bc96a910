package dev.belay.core.data;

import java.util.List;

/** One record of a dataset: something that a model is asked, and what is known about the answer. */
public sealed interface Sample
    permits Problem, Demonstration, Instruction, SafetyPrompt, PreferencePair {

  /** Unique within its dataset and stable between versions of the code. */
  String id();

  /** The text of the user's turn. */
  String prompt();

  /** Every text of the user's in it: the prompt, and earlier turns where it is a conversation. */
  default List<String> userTurns() {
    return List.of(prompt());
  }

  /** Where it was read. */
  SourceLine source();
}
