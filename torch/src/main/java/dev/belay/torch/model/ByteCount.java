package dev.belay.torch.model;

import java.util.Locale;

/** Byte counts as people read them. */
public final class ByteCount {

  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

  private ByteCount() {}

  /** Such as {@code 269.1 MB}: decimal units, one digit after the point. */
  public static String text(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes / 1000.0;
    int unit = 0;
    while (value >= 999.95) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }
}
