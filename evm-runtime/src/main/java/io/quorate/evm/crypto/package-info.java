/**
 * Hashes, signatures and curves that the EVM and the ledger need. Entry points: {@link
 * io.quorate.evm.crypto.Keccak256}, {@link io.quorate.evm.crypto.Secp256k1}, {@link
 * io.quorate.evm.crypto.Secp256r1}, {@link io.quorate.evm.crypto.Bn254}, {@link
 * io.quorate.evm.crypto.Bls12381}, {@link io.quorate.evm.crypto.KzgProof} and {@link
 * io.quorate.evm.crypto.Blake2b}.
 *
 * <p>All are pure functions, safe for any thread; the only I/O is the unpacking of a native library at first
 * use. Without its library secp256k1 runs on Bouncy Castle and BLS12-381 (with KZG) on our own arithmetic, with the
 * same results; {@code -Dquorate.crypto=portable} keeps both from their libraries. A node warns of what {@link
 * io.quorate.evm.crypto.Bls12381#portableReason} says. Only signing and the derivation of
 * public keys touch secrets; the rest makes no attempt at constant time.
 */
package io.quorate.evm.crypto;
