package dev.belay.jinja.value;

import java.util.Optional;

/** The one value that a template may change: {@code namespace(...)}. */
public final class Namespace implements HasAttributes {

  private final Dict attributes = new Dict();

  @Override
  public Optional<Object> attribute(String name) {
    return attributes.get(name);
  }

  public void set(Object name, Object value) {
    if (name instanceof String text && text.startsWith("_")) {
      throw new JinjaException(
          "Chat templates cannot store underscore-prefixed attributes on a namespace, but got '"
              + text
              + "'. Please rename the attribute.");
    }
    attributes.put(name, value);
  }

  Dict attributes() {
    return attributes;
  }
}
