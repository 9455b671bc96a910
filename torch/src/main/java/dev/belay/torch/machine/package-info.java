/** What this machine is and how fast it is at what training and generation ask of it. */
@NullMarked
package dev.belay.torch.machine;

import org.jspecify.annotations.NullMarked;
