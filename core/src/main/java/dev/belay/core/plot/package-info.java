/** Line charts as SVG, drawn without fonts, displays or a graphics library. */
@NullMarked
package dev.belay.core.plot;

import org.jspecify.annotations.NullMarked;
