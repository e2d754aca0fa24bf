package io.quorate.bft.net;

import org.apache.tuweni.bytes.Bytes32;

/**
 * What two replicas must agree on before they exchange frames; compared in the handshake, where the
 * first field that differs is named to both sides.
 *
 * @param protocolVersion version of the ordering protocol's messages
 * @param genesisHash hash of the genesis block
 * @param epochConfigHash hash of the first epoch's configuration and of the rules that all epochs share
 */
public record NetworkIdentity(
        int protocolVersion, long chainId, Bytes32 genesisHash, Bytes32 epochConfigHash) {}
