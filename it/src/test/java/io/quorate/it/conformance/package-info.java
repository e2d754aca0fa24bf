/** The official Ethereum tests, run against the assembled product. */
package io.quorate.it.conformance;
