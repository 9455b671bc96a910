package dev.belay.jinja.syntax;

import dev.belay.jinja.value.JinjaException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the parsers remember while they read one template. */
final class ParseNotes {

  private static final int MAX_DEPTH = 100;

  private final Vocabulary vocabulary;
  private final List<JinjaException> unknown = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();
  private Set<String> mentioned = new HashSet<>();
  private int depth;

  ParseNotes(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  void mention(String name) {
    mentioned.add(name);
  }

  /** An attribute or a text, by which something may be looked up in a mapping. */
  void key(String name) {
    keys.add(name);
  }

  TemplateNames names() {
    return new TemplateNames(mentioned, keys);
  }

  /** Runs a part of the parse and says which variables it mentions. */
  Set<String> mentionedBy(Runnable part) {
    Set<String> outer = mentioned;
    mentioned = new HashSet<>();
    part.run();
    Set<String> inner = mentioned;
    outer.addAll(inner);
    mentioned = outer;
    return inner;
  }

  void filter(String name, int line) {
    if (!vocabulary.filters().contains(name)) {
      unknown.add(new JinjaException("No filter named '" + name + "'.", line));
    }
  }

  void test(String name, int line) {
    if (!vocabulary.tests().contains(name)) {
      unknown.add(new JinjaException("No test named '" + name + "'.", line));
    }
  }

  /** How many unknown names were met so far. */
  int unknownCount() {
    return unknown.size();
  }

  /** Under a condition, an unknown name is an error only where it is used. */
  void forgiveSince(int count) {
    unknown.subList(count, unknown.size()).clear();
  }

  void requireKnown() {
    if (!unknown.isEmpty()) {
      throw unknown.getFirst();
    }
  }

  void enter(int line) {
    if (++depth > MAX_DEPTH) {
      throw new JinjaException("the template nests deeper than " + MAX_DEPTH + " levels", line);
    }
  }

  void leave() {
    depth--;
  }
}
