/**
 * What a stranger needs to check a claim about a chain of ours: {@link io.quorate.proof.ProofVerifier} holds the chain
 * id, the hash of block 0 and the first validators' keys, and believes nothing else. It goes from there over changes of
 * the validators to a certificate, from the slot record under that to a block, from its header to a root, and by trie
 * nodes to an account, a slot, a transaction or a receipt. No database, no network, no clock, no JSON; anybody may use it.
 */
package io.quorate.proof;
