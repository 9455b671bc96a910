package dev.belay.jinja.value;

import java.util.List;

/** What {@code keys()}, {@code values()} and {@code items()} of a dict give. */
public record DictView(Kind kind, Dict dict) {

  /** Which part of the dict. */
  public enum Kind {
    KEYS,
    VALUES,
    ITEMS
  }

  public List<Object> toList() {
    return switch (kind) {
      case KEYS -> dict.keys();
      case VALUES -> dict.values();
      case ITEMS -> dict.items().stream().map(item -> (Object) item.toTuple()).toList();
    };
  }
}
