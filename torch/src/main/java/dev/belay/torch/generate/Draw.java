package dev.belay.torch.generate;

/**
 * One token drawn.
 *
 * @param logProb under the law that it was drawn from; 0 when greedy
 * @param untemperedLogProb under the model itself
 */
record Draw(int tokenId, float logProb, float untemperedLogProb) {}
