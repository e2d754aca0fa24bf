/**
 * Proofs as files: {@link io.quorate.node.proof.ProofFile} reads one that anybody may have made, {@link
 * io.quorate.node.proof.ProofReport} says in words what it proves. The checking itself is {@link io.quorate.proof}'s.
 */
package io.quorate.node.proof;
