/** Vector kernels over native memory; GEMMs are left to libtorch. */
@NullMarked
package dev.belay.torch.kernel;

import org.jspecify.annotations.NullMarked;
