/** What a chat template writes round a conversation, as token ids: ends of turns, markers. */
@NullMarked
package dev.belay.torch.chat;

import org.jspecify.annotations.NullMarked;
