package io.quorate.ledger;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.evm.rlp.RlpWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Reads transactions of all types from bytes that anybody may have sent. */
final class TransactionReader {
    private static final int BLOB_BYTES = 131_072;
    private static final int PROOF_BYTES = 48;
    /** Blobs of one network form; above every fork's limit. */
    private static final int BLOBS_MAX = 32;
    private static final int CELLS_PER_BLOB = 128;
    private static final int POOLED_BYTES_MAX = BLOBS_MAX * (BLOB_BYTES + CELLS_PER_BLOB * 52);

    private TransactionReader() {}

    /** As {@link #readAny}, but with a gas limit that a block could have. */
    static Transaction read(Bytes encoded) throws DecodeException {
        Transaction transaction = readAny(encoded);
        if (transaction.gasLimit() < 0) {
            throw new DecodeException("a gas limit is below 2^63, not "
                    + Long.toUnsignedString(transaction.gasLimit()));
        }
        return transaction;
    }

    /** The gas limit is an unsigned number of 64 bits. */
    static Transaction readAny(Bytes encoded) throws DecodeException {
        if (encoded.isEmpty()) {
            throw new DecodeException("an empty transaction");
        }
        if (encoded.size() > TransactionCodec.ENCODED_BYTES_MAX) {
            throw new DecodeException("a transaction has at most "
                    + TransactionCodec.ENCODED_BYTES_MAX + " bytes, not " + encoded.size());
        }
        int type = encoded.get(0) & 0xff;
        boolean legacy = type >= 0xc0;
        RlpReader input = new RlpReader(legacy ? encoded : payloadOf(encoded, type));
        RlpReader fields = input.readList();
        input.requireEnd();
        Transaction transaction = legacy ? readLegacy(fields) : readTyped(type, fields);
        fields.requireEnd();
        return transaction;
    }

    private static Bytes payloadOf(Bytes encoded, int type) throws DecodeException {
        if (type == 0 || type > 4) {
            throw new DecodeException("unknown transaction type " + type
                    + ": expected 1 to 4, or the RLP list of a legacy transaction");
        }
        return encoded.slice(1);
    }

    private static Transaction readLegacy(RlpReader in) throws DecodeException {
        long nonce = in.readUnsignedLong();
        UInt256 gasPrice = in.readUInt256();
        long gasLimit = in.readUnsignedLong();
        Optional<Address> to = readTo(in);
        UInt256 value = in.readUInt256();
        Bytes data = in.readByteString();
        UInt256 v = in.readUInt256();
        UInt256 r = in.readUInt256();
        UInt256 s = in.readUInt256();
        if (v.fitsLong() && v.toLongExact() < 35) {
            long parity = v.toLongExact() - 27;
            if (parity != 0 && parity != 1) {
                throw new DecodeException("a legacy transaction's v is 27, 28 or from 35 on, not "
                        + v.toLongExact());
            }
            return new Transaction.Legacy(Optional.empty(), nonce, gasPrice, gasLimit, to, value,
                    data, new Signature(r, s, (int) parity));
        }
        UInt256 above = v.minus(UInt256.of(35));
        UInt256 chainId = halfOf(above);
        return new Transaction.Legacy(Optional.of(chainId), nonce, gasPrice, gasLimit, to, value,
                data, new Signature(r, s, (int) (above.limb(0) & 1)));
    }

    private static UInt256 halfOf(UInt256 x) {
        return UInt256.ofLimbs(x.limb(3) >>> 1, x.limb(2) >>> 1 | x.limb(3) << 63,
                x.limb(1) >>> 1 | x.limb(2) << 63, x.limb(0) >>> 1 | x.limb(1) << 63);
    }

    private static Transaction readTyped(int type, RlpReader in) throws DecodeException {
        Optional<UInt256> chainId = Optional.of(in.readUInt256());
        long nonce = in.readUnsignedLong();
        UInt256 tip = type >= 2 ? in.readUInt256() : UInt256.ZERO;
        UInt256 price = in.readUInt256();
        long gasLimit = in.readUnsignedLong();
        Optional<Address> to = readTo(in);
        UInt256 value = in.readUInt256();
        Bytes data = in.readByteString();
        List<AccessListEntry> accessList = readAccessList(in.readList());
        return switch (type) {
            case 1 -> new Transaction.AccessList(chainId, nonce, price, gasLimit, to, value, data,
                    accessList, readSignature(in));
            case 2 -> new Transaction.DynamicFee(chainId, nonce, tip, price, gasLimit, to, value,
                    data, accessList, readSignature(in));
            case 3 -> {
                requireTo(to, "blob");
                UInt256 blobPrice = in.readUInt256();
                List<Hash> hashes = readHashes(in.readList());
                yield new Transaction.Blob(chainId, nonce, tip, price, gasLimit, to, value, data,
                        accessList, blobPrice, hashes, readSignature(in));
            }
            default -> {
                requireTo(to, "set-code");
                List<Authorization> authorizations = readAuthorizations(in.readList());
                yield new Transaction.SetCode(chainId, nonce, tip, price, gasLimit, to, value,
                        data, accessList, authorizations, readSignature(in));
            }
        };
    }

    private static void requireTo(Optional<Address> to, String what) throws DecodeException {
        if (to.isEmpty()) {
            throw new DecodeException("a " + what + " transaction has a recipient");
        }
    }

    private static Optional<Address> readTo(RlpReader in) throws DecodeException {
        byte[] to = in.readBytes();
        if (to.length != 0 && to.length != Address.SIZE) {
            throw new DecodeException(
                    "a transaction's recipient has 20 bytes or none, not " + to.length);
        }
        return to.length == 0 ? Optional.empty() : Optional.of(Address.of(to));
    }

    private static Signature readSignature(RlpReader in) throws DecodeException {
        long parity = in.readUnsignedLong();
        if (parity != 0 && parity != 1) {
            throw new DecodeException(
                    "a signature's y parity is 0 or 1, not " + Long.toUnsignedString(parity));
        }
        return new Signature(in.readUInt256(), in.readUInt256(), (int) parity);
    }

    private static List<AccessListEntry> readAccessList(RlpReader in) throws DecodeException {
        List<AccessListEntry> entries = new ArrayList<>();
        while (!in.isAtEnd()) {
            RlpReader entry = in.readList();
            entries.add(new AccessListEntry(entry.readAddress(), readHashes(entry.readList())));
            entry.requireEnd();
        }
        return entries;
    }

    private static List<Hash> readHashes(RlpReader in) throws DecodeException {
        List<Hash> hashes = new ArrayList<>();
        while (!in.isAtEnd()) {
            hashes.add(in.readHash());
        }
        return hashes;
    }

    private static List<Authorization> readAuthorizations(RlpReader in) throws DecodeException {
        List<Authorization> authorizations = new ArrayList<>();
        while (!in.isAtEnd()) {
            RlpReader fields = in.readList();
            UInt256 chainId = fields.readUInt256();
            Address address = fields.readAddress();
            long nonce = fields.readUnsignedLong();
            long parity = fields.readUnsignedLong();
            if (parity < 0 || parity > 0xff) {
                throw new DecodeException("an authorization's y parity is below 256");
            }
            authorizations.add(new Authorization(chainId, address, nonce, (int) parity,
                    fields.readUInt256(), fields.readUInt256()));
            fields.requireEnd();
        }
        return authorizations;
    }

    static PooledTransaction readPooled(Bytes encoded) throws DecodeException {
        if (encoded.isEmpty() || encoded.get(0) != 3) {
            return new PooledTransaction(read(encoded), encoded, Optional.empty());
        }
        if (encoded.size() > POOLED_BYTES_MAX) {
            throw new DecodeException("a blob transaction has at most " + POOLED_BYTES_MAX
                    + " bytes with its blobs, not " + encoded.size());
        }
        RlpReader input = new RlpReader(encoded.slice(1));
        RlpReader parts = input.readList();
        input.requireEnd();
        if (!parts.nextIsList()) {
            return new PooledTransaction(read(encoded), encoded, Optional.empty());
        }
        Bytes canonical = Bytes.concatenate(Bytes.of(3), parts.readRaw());
        Transaction transaction = read(canonical);
        PooledTransaction.BlobSidecar sidecar = readSidecar(parts);
        parts.requireEnd();
        requireCounts(sidecar, transaction.blobVersionedHashes().size());
        return new PooledTransaction(transaction, canonical, Optional.of(sidecar));
    }

    private static PooledTransaction.BlobSidecar readSidecar(RlpReader in) throws DecodeException {
        long version = in.nextIsList() ? 0 : in.readUnsignedLong();
        if (version < 0 || version > 1) {
            throw new DecodeException("a sidecar's version is 0 or 1");
        }
        return new PooledTransaction.BlobSidecar((int) version,
                readFixedList(in, BLOB_BYTES, BLOBS_MAX), readFixedList(in, PROOF_BYTES, BLOBS_MAX),
                readFixedList(in, PROOF_BYTES, BLOBS_MAX * CELLS_PER_BLOB));
    }

    private static void requireCounts(PooledTransaction.BlobSidecar sidecar, int blobs)
            throws DecodeException {
        int proofs = sidecar.version() == 0 ? blobs : blobs * CELLS_PER_BLOB;
        if (sidecar.blobs().size() != blobs || sidecar.commitments().size() != blobs
                || sidecar.proofs().size() != proofs) {
            throw new DecodeException("a sidecar for " + blobs + " blobs has " + blobs + " blobs, "
                    + blobs + " commitments and " + proofs + " proofs, not "
                    + sidecar.blobs().size() + ", " + sidecar.commitments().size() + " and "
                    + sidecar.proofs().size());
        }
    }

    private static List<Bytes> readFixedList(RlpReader in, int size, int countMax)
            throws DecodeException {
        RlpReader items = in.readList();
        List<Bytes> list = new ArrayList<>();
        while (!items.isAtEnd()) {
            if (list.size() == countMax) {
                throw new DecodeException("more than " + countMax + " items of " + size + " bytes");
            }
            list.add(Bytes.wrap(items.readFixed(size)));
        }
        return list;
    }

    /** The network form of a blob transaction, for those who pass it on. */
    static Bytes writePooled(PooledTransaction pooled) {
        if (pooled.sidecar().isEmpty()) {
            return pooled.encoded();
        }
        PooledTransaction.BlobSidecar sidecar = pooled.sidecar().get();
        RlpWriter out = new RlpWriter(pooled.encoded().size() + 256).startList()
                .writeRaw(pooled.encoded().slice(1));
        if (sidecar.version() != 0) {
            out.write(sidecar.version());
        }
        for (List<Bytes> list : List.of(sidecar.blobs(), sidecar.commitments(),
                sidecar.proofs())) {
            out.startList();
            list.forEach(out::write);
            out.endList();
        }
        return Bytes.concatenate(Bytes.of(3), out.endList().toBytes());
    }
}
