/**
 * Instructions whose observance a program can check: the 25 kinds of IFEval (Zhou et al. 2023,
 * arXiv:2311.07911), with its identifiers and arguments, strict and loose.
 */
@NullMarked
package dev.belay.verify.instruction;

import org.jspecify.annotations.NullMarked;
