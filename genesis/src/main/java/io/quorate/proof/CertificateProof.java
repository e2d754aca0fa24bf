package io.quorate.proof;

import io.quorate.evm.primitives.Hash;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * That a block, and those before it, are the chain's. Of block 0 it has a header and nothing else, since that is what
 * its reader starts from.
 *
 * @param blockNumber of the first header
 * @param blockHash of the first header
 * @param headers RLP; each is the parent of the one before
 * @param slotRecords RLP; the first names the first header's hash, and each the hash of the one before it
 * @param certificate a BlockCert over the last record
 * @param epochs what leads from the first members to those who signed
 */
public record CertificateProof(long chainId, Hash genesisHash, long blockNumber, Hash blockHash,
        List<Bytes> headers, List<Bytes> slotRecords, Optional<Bytes> certificate,
        List<EpochStep> epochs) {
    public CertificateProof {
        headers = List.copyOf(headers);
        slotRecords = List.copyOf(slotRecords);
        epochs = List.copyOf(epochs);
    }
}
