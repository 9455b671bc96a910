package dev.belay.jinja.value;

import java.util.Optional;

/** A value of the interpreter's own with attributes, such as {@code loop} or a namespace. */
public interface HasAttributes {

  Optional<Object> attribute(String name);
}
