/** Blocks, transactions, receipts and logs, their encodings, and the store that keeps them. */
package io.quorate.ledger;
