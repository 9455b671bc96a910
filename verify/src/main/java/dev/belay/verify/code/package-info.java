/**
 * Verifiers of programs: Python completions run against unit tests, isolated by the operating
 * system. The tests run in one process and the tested code in another; only plain values pass
 * between them, so the code neither sees what is expected nor reports its own success.
 */
@NullMarked
package dev.belay.verify.code;

import org.jspecify.annotations.NullMarked;
