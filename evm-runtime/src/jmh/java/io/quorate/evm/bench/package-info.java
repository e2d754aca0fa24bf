/**
 * How fast the EVM is, beside two others on the same work: Besu's EVM of 2020 as {@code web3j-evm} carries it,
 * in this process, and revm in {@code anvil}, over JSON-RPC. Entry point: {@link io.quorate.evm.bench.Comparison}.
 */
package io.quorate.evm.bench;
