package io.quorate.ledger;

import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * A transaction as wallets send it.
 *
 * @param encoded the canonical bytes, without sidecar
 * @param sidecar present only with a blob transaction that came in EIP-4844's network form
 */
public record PooledTransaction(Transaction transaction, Bytes encoded,
        Optional<BlobSidecar> sidecar) {
    /**
     * What proves the blobs of a transaction (EIP-4844, EIP-7594).
     *
     * @param version 0 with a proof a blob, 1 with a proof a cell
     * @param blobs of 131,072 bytes each
     * @param commitments of 48 bytes each, one a blob
     * @param proofs of 48 bytes each, one a blob or 128 a blob
     */
    public record BlobSidecar(int version, List<Bytes> blobs, List<Bytes> commitments,
            List<Bytes> proofs) {
        public BlobSidecar {
            blobs = List.copyOf(blobs);
            commitments = List.copyOf(commitments);
            proofs = List.copyOf(proofs);
        }
    }
}
