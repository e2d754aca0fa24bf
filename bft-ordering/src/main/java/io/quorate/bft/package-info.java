/**
 * The ordering layer. {@link io.quorate.bft.Application} is the port through which it orders opaque bytes; the pure
 * core is in {@code core}, its I/O in {@code wal}, {@code net} and {@code runtime}, the simulator in {@code sim}.
 */
package io.quorate.bft;
