/**
 * The virtual machine as a tool for those who test virtual machines: one piece of code ({@link
 * io.quorate.node.evmtool.CodeRun}), one block's transition ({@link io.quorate.node.evmtool.Transition}), and
 * traces line by line ({@link io.quorate.node.evmtool.Eip3155Writer}). Inputs and outputs are those of geth's
 * {@code evm} command, so that fuzzers and test fillers can drive it.
 */
package io.quorate.node.evmtool;
