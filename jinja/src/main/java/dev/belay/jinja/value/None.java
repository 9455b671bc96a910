package dev.belay.jinja.value;

/** Python's {@code None}. */
public enum None {
  NONE
}
