/** The key-value port under everything durable, on RocksDB and in memory. */
package io.quorate.state.storage;
