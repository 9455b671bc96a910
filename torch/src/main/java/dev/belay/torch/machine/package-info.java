/** What this machine's processor has, and in which type products are computed on it. */
@NullMarked
package dev.belay.torch.machine;

import org.jspecify.annotations.NullMarked;
