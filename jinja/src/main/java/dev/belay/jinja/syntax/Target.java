package dev.belay.jinja.syntax;

import java.util.List;

/** What a value can be assigned to. */
public sealed interface Target {

  /** A variable. */
  record Variable(String name) implements Target {}

  /** {@code namespace.name}. */
  record NamespaceAttribute(String namespace, String name) implements Target {}

  /** {@code a, b}: the value is unpacked. */
  record Unpacked(List<Target> targets) implements Target {}
}
