package dev.belay.verify.format;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * About how large a pattern becomes once its counted repetitions are written out, as RE2 does:
 * {@code (a{1000}){1000}} is seventeen characters and a million places.
 */
final class PatternSize {

  /** Larger patterns are refused. */
  static final int MOST = 50_000;

  private PatternSize() {}

  /** Places of the pattern; never less than it has characters outside of its repetitions. */
  static long of(String pattern) {
    Deque<Long> outer = new ArrayDeque<>();
    long size = 0; // of the group that is open
    long last = 0; // of what a repetition would repeat
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      switch (c) {
        case '(' -> {
          outer.push(size);
          size = 0;
          last = 0;
        }
        case ')' -> {
          last = size + 1;
          size = (outer.isEmpty() ? 0 : outer.pop()) + last;
        }
        case '{' -> {
          int end = pattern.indexOf('}', i);
          long times = end < 0 ? 0 : largest(pattern, i + 1, end);
          if (times > 0) {
            size = Math.min(Integer.MAX_VALUE, size + last * (times - 1));
            last = Math.min(Integer.MAX_VALUE, last * times);
            i = end;
          } else {
            size++;
            last = 1;
          }
        }
        case '[' -> {
          i = classEnd(pattern, i);
          size++;
          last = 1;
        }
        case '\\' -> {
          i++;
          size++;
          last = 1;
        }
        case '*', '+', '?', '|' -> size++;
        default -> {
          size++;
          last = 1;
        }
      }
    }
    while (!outer.isEmpty()) {
      size += outer.pop();
    }
    return size;
  }

  /** The largest number of {@code m,n}; 0 when it is no repetition. */
  private static long largest(String pattern, int from, int end) {
    long largest = 0;
    long number = 0;
    for (int i = from; i < end; i++) {
      char c = pattern.charAt(i);
      if (c >= '0' && c <= '9') {
        number = Math.min(Integer.MAX_VALUE, number * 10 + (c - '0'));
        largest = Math.max(largest, number);
      } else if (c == ',') {
        number = 0;
      } else {
        return 0;
      }
    }
    return largest;
  }

  private static int classEnd(String pattern, int from) {
    int i = from + 1;
    if (i < pattern.length() && pattern.charAt(i) == '^') {
      i++;
    }
    if (i < pattern.length() && pattern.charAt(i) == ']') {
      i++;
    }
    while (i < pattern.length() && pattern.charAt(i) != ']') {
      i += pattern.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(i, pattern.length() - 1);
  }
}
