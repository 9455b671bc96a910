/** Messages, conversations and the chat templates that turn them into text. */
@NullMarked
package dev.belay.core.chat;

import org.jspecify.annotations.NullMarked;
