/** Template source to syntax tree: lexer, parser and the tree's records. */
@NullMarked
package dev.belay.jinja.syntax;

import org.jspecify.annotations.NullMarked;
