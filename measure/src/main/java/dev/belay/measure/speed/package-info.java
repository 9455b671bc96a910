/** How fast this machine rolls out, trains and makes whole steps of GRPO. */
@NullMarked
package dev.belay.measure.speed;

import org.jspecify.annotations.NullMarked;
