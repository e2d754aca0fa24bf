/** The Merkle Patricia trie (Yellow Paper, appendix D). */
package io.quorate.state.trie;
