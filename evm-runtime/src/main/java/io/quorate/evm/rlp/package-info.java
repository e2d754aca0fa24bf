/** Recursive Length Prefix (Yellow Paper, appendix B): a strict reader and a writer. */
package io.quorate.evm.rlp;
