/**
 * The transactions that a replica has accepted and that no block holds yet: admission, the queue of each
 * sender, the choice of what to propose, and the wire form of a proposal. Entry point:
 * {@link io.quorate.node.pool.TransactionPool}. Everything here is bounded in count and in bytes, and
 * nothing that was accepted leaves without a block or a reason that can be asked for.
 */
package io.quorate.node.pool;
