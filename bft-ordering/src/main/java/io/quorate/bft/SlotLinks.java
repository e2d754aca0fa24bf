package io.quorate.bft;

/**
 * What an application's record of a slot, whose hash is certified, says to the ordering layer.
 *
 * @param previous the result digest of the slot before
 * @param nextSet the hash of the next epoch's configuration; {@link Digest#ZERO} where the slot ends no epoch
 */
public record SlotLinks(Digest previous, Digest nextSet) {}
