/** Measures the ledger by itself ({@link io.quorate.node.bench.ledger.LedgerBench}): no ordering, no network. */
package io.quorate.node.bench.ledger;
