/**
 * Prompts, problems and demonstrations: where their files are found, how they are read and split,
 * and proof that what a model trains on is not what it is measured on.
 */
@NullMarked
package dev.belay.core.data;

import org.jspecify.annotations.NullMarked;
