package dev.belay.core.parquet;

/**
 * What a file may hold, by the memory that Java has.
 *
 * @param pageBytes bytes of an unpacked page, of which a few are held at a time
 * @param pageValues values of a page; a few bytes can declare any number of them
 * @param rowBytes what the rows of a file hold together, roughly
 */
record Limits(long pageBytes, long pageValues, long rowBytes) {

  /** No writer makes larger pages: they have a megabyte, or a value that has more. */
  private static final long LARGEST_PAGE = 64 << 20;

  private static final long MOST_VALUES = 1 << 24;

  static Limits ofThisProcess() {
    long memory = Runtime.getRuntime().maxMemory();
    return new Limits(
        Math.min(LARGEST_PAGE, memory / 16), Math.min(MOST_VALUES, memory / 128), memory / 3);
  }
}
