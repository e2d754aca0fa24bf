/** Solidity artifacts, compiled, and where to find them. */
package io.quorate.contracts;
