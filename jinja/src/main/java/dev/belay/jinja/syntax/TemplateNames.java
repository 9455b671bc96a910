package dev.belay.jinja.syntax;

import java.util.Set;

/**
 * Names in a template's expressions; comments and text outside of tags have none.
 *
 * @param variables that are read somewhere
 * @param keys attributes, and texts: what a subscript or a filter may look for in a mapping
 */
public record TemplateNames(Set<String> variables, Set<String> keys) {

  public TemplateNames {
    variables = Set.copyOf(variables);
    keys = Set.copyOf(keys);
  }
}
