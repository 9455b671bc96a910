package dev.belay.jinja.value;

import java.util.Iterator;

/**
 * An iterator of Python, such as a generator that a filter returns: always true, without length,
 * used up by one loop.
 */
public final class Lazy implements Iterator<Object> {

  private final String typeName;
  private final Iterator<Object> items;

  public Lazy(String typeName, Iterator<Object> items) {
    this.typeName = typeName;
    this.items = items;
  }

  public static Lazy generator(Iterator<Object> items) {
    return new Lazy("generator", items);
  }

  @Override
  public boolean hasNext() {
    return items.hasNext();
  }

  @Override
  public Object next() {
    return items.next();
  }

  String typeName() {
    return typeName;
  }
}
