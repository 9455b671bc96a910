/**
 * Generated tasks of programming and of instructions, easy enough that a small model has signal.
 */
@NullMarked
package dev.belay.verify.task;

import org.jspecify.annotations.NullMarked;
