/**
 * `belay certify`: what holds a model's safety, from files of cases, numbers, runs and evaluations.
 */
@NullMarked
package dev.belay.cli.certify;

import org.jspecify.annotations.NullMarked;
