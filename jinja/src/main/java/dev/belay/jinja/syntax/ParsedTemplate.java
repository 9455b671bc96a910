package dev.belay.jinja.syntax;

import java.util.List;

/** A template's syntax tree, and the names in it. */
public record ParsedTemplate(List<Stmt> statements, TemplateNames names) {

  public ParsedTemplate {
    statements = List.copyOf(statements);
  }
}
