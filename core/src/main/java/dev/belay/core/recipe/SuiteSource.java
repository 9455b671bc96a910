package dev.belay.core.recipe;

/** Where the prompts of a suite are. */
public sealed interface SuiteSource {

  /** A suite that Belay knows, or a plug-in brings; its name may say a level. */
  record Known(String name) implements SuiteSource {}

  /** A file of the user's own. */
  record OwnFile(String path) implements SuiteSource {}
}
