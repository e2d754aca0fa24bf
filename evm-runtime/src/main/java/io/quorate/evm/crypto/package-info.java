/** Hashes, signatures and curves that the EVM and the ledger need; no I/O but loading natives. */
package io.quorate.evm.crypto;
