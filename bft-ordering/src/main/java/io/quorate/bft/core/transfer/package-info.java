/**
 * Moves a replica that is too far behind to a newer state by snapshot, and serves others that are. Pure. {@link
 * io.quorate.bft.core.transfer.Transfer} fetches, {@link io.quorate.bft.core.transfer.Serving} answers. Nothing here
 * touches votes, prepared values or the view, and no step needs a certain peer.
 */
package io.quorate.bft.core.transfer;
