package dev.belay.core.chat.jinja.value;

/** Python's {@code None}. */
public enum None {
  NONE
}
