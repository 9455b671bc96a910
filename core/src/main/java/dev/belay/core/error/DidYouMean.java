package dev.belay.core.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the allowed name that a mistyped one most likely meant. */
public final class DidYouMean {

  private DidYouMean() {}

  /**
   * The nearest allowed name, if any is near: at most a third of its letters (and at least one)
   * inserted, deleted, exchanged or swapped, or one of the two names beginning with the other.
   */
  public static Optional<String> closest(String name, Collection<String> allowed) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return allowed.stream()
        .filter(candidate -> isNear(wanted, candidate.toLowerCase(Locale.ROOT)))
        .min(
            Comparator.<String>comparingInt(
                    candidate -> distance(wanted, candidate.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** {@code " Did you mean \"x\"?"}, or nothing when no allowed name is near. */
  public static String hint(String name, Collection<String> allowed) {
    return closest(name, allowed).map(found -> " Did you mean \"" + found + "\"?").orElse("");
  }

  private static boolean isNear(String wanted, String candidate) {
    if (wanted.length() > 200) {
      return false;
    }
    if (wanted.length() >= 3 && (candidate.startsWith(wanted) || wanted.startsWith(candidate))) {
      return true;
    }
    return distance(wanted, candidate) <= Math.max(1, candidate.length() / 3);
  }

  /** Edits that turn one into the other, a swap of neighbours counted as one. */
  static int distance(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(edits, a, b, i, j);
      }
    }
    return edits[a.length()][b.length()];
  }

  private static int cheapest(int[][] edits, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int best = edits[i - 1][j - 1] + (same ? 0 : 1);
    best = Math.min(best, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
  }
}
