package dev.belay.torch.generate;

/**
 * How products of one shape are multiplied so that a row has the same bits in every batch.
 *
 * @param gemm the multiplication
 * @param rows how many rows it gets
 */
record GemmPlan(Gemm gemm, CallRows rows) {}
