package io.quorate.jsonrpc;

import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import java.util.Optional;

/**
 * Which rules a chain has and will have.
 *
 * @param genesisTimestamp in seconds
 * @param blobsEnabled whether blob transactions are taken where the fork has them
 * @param depositContract where EIP-6110's logs come from, on a chain that has them
 */
public record ForkSetup(ForkSchedule schedule, Hash genesisHash, long genesisTimestamp,
        boolean blobsEnabled, Optional<Address> depositContract) {}
