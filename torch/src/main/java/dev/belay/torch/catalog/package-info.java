/** Models by name: the catalog, the store on this machine, and the sources they are pulled from. */
@NullMarked
package dev.belay.torch.catalog;

import org.jspecify.annotations.NullMarked;
