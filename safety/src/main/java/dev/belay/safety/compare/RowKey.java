package dev.belay.safety.compare;

/** What a row of changes is. */
public enum RowKey {
  CATEGORY("category"),
  ATTACK("attack"),
  BENCHMARK("benchmark");

  private final String word;

  RowKey(String word) {
    this.word = word;
  }

  /** The key in files and the heading of the first column. */
  public String word() {
    return word;
  }

  /** What the rows of one key are taken over: attacks over benchmarks, all else over attacks. */
  RowKey over() {
    return this == ATTACK ? BENCHMARK : ATTACK;
  }
}
