package dev.belay.core.recipe;

/**
 * One thing that is wrong with a recipe.
 *
 * @param file the recipe's name in messages
 * @param line 1-based; 0 when the value came from elsewhere or is absent
 * @param path property path such as {@code train.optimizer.learning_rate}; may be empty
 * @param what what was found, what is allowed and what to do
 */
public record RecipeFault(String file, int line, String path, String what) {

  /** The whole message, with its place. */
  public String text() {
    String where = line > 0 ? file + ":" + line : file;
    return path.isEmpty() ? where + ": " + what : where + ": " + path + ": " + what;
  }

  /** Whether it stands at a key, in what the key holds, or where the key should have been. */
  public boolean isAt(String key) {
    return path.equals(key)
        || path.startsWith(key + ".")
        || path.startsWith(key + "[")
        || (line == 0 && !path.isEmpty() && key.startsWith(path + "."));
  }
}
