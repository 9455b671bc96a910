/** What training minimises: algorithm presets, losses, KL terms, schedules, on plain arrays. */
@NullMarked
package dev.belay.core.objective;

import org.jspecify.annotations.NullMarked;
