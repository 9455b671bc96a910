/** What only tests need: golden files, a scripted generator, a tiny random model's files. */
@NullMarked
package dev.belay.testkit;

import org.jspecify.annotations.NullMarked;
