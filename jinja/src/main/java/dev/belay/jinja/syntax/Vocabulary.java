package dev.belay.jinja.syntax;

import java.util.Set;

/** Names of the filters and tests that exist. */
public record Vocabulary(Set<String> filters, Set<String> tests) {}
