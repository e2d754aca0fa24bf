/** The ordering layer. Its pure core is in {@code core}, its I/O around it. */
package io.quorate.bft;
