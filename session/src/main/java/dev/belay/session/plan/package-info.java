/** What is to be measured, found and read before anything costly begins. */
@NullMarked
package dev.belay.session.plan;

import org.jspecify.annotations.NullMarked;
