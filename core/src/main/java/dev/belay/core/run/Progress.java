package dev.belay.core.run;

/**
 * Told how work is going, and asked nothing but how much of it to tell. Parts follow one another,
 * never nest.
 */
public interface Progress {

  /** Says nothing. */
  Progress SILENT =
      new Progress() {
        @Override
        public void start(String what, long total) {}

        @Override
        public void update(long done, String details) {}

        @Override
        public void finish(String summary) {}

        @Override
        public void note(String line) {}
      };

  /**
   * A part of the work begins.
   *
   * @param what what is being done, such as {@code "measuring advbench"}
   * @param total how many units it has; 0 if unknown
   */
  void start(String what, long total);

  /**
   * The part has come to {@code done} units.
   *
   * @param details what else to show, such as {@code "reward 0.41, KL 0.02"}
   */
  void update(long done, String details);

  /** The part is over. */
  void finish(String summary);

  /** One line that stays. */
  void note(String line);

  /** After every how many steps of training some completions are to be told; 0 if never. */
  default int samplesEverySteps() {
    return 0;
  }

  /** Something that a person should look at; a run keeps it. */
  default void warn(String line) {
    note("warning: " + line);
  }
}
