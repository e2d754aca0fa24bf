package io.quorate.proof;

import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.evm.primitives.Hash;

/**
 * All that a verifier takes on trust; a genesis file says it.
 *
 * @param genesisHash of block 0
 * @param epoch the first one: its members' keys
 */
public record TrustedStart(long chainId, Hash genesisHash, EpochConfig epoch) {}
