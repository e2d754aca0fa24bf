/** Fixed-size values that the whole runtime shares: addresses, hashes and 256-bit words. */
package io.quorate.evm.primitives;
