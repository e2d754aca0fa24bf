/** What replicas say to each other, one record each, and {@code MessageCodec}, its only wire form. */
package io.quorate.bft.core.message;
