package dev.belay.core.sweep;

import java.util.Locale;

/** How far a cell is. */
public enum CellState {
  /** It has a result. */
  DONE,
  /** A process works on it. */
  RUNNING,
  /** It has yet to be run, or to be gone on with. */
  WAITING,
  /** It died, and so did all further attempts. */
  FAILED,
  /** Its input is bad; trying again would not help. */
  REFUSED;

  /** As in files and tables. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
