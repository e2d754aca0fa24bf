/**
 * How blocks, transactions, receipts and logs look as JSON: the shapes of execution-apis. Everything is made
 * from ledger values and needs no further question to the chain.
 */
package io.quorate.jsonrpc.view;
