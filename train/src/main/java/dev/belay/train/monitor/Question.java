package dev.belay.train.monitor;

import dev.belay.safety.eval.Suite;
import dev.belay.safety.eval.SuitePrompt;

/**
 * One question of the probe set: a prompt, asked in one way.
 *
 * @param index its place among the questions, from 0
 * @param suite how it is asked, and who judges
 * @param prompt what judges see
 * @param prefill what is put into the model's mouth; counts as written by it
 * @param tokenIds what the model reads, shape {@code [T]}
 */
@SuppressWarnings("ArrayRecordComponent") // Read by the engine, never compared.
record Question(int index, Suite suite, SuitePrompt prompt, String prefill, int[] tokenIds) {}
