package dev.belay.safety.judge;

import java.util.List;

/** Plugs judges in; found by {@link java.util.ServiceLoader}. */
public interface JudgeProvider {

  /** The judges on offer, ready to use. */
  List<Judge> judges();

  /** The judges on offer that need to be told something first. */
  default List<JudgeKind> kinds() {
    return List.of();
  }
}
