package io.quorate.bft.core.epoch;

import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * A record: version (1) ‖ chain id (8) ‖ genesis (32) ‖ result (32) ‖ the epoch that ended ‖ the next one, each
 * configuration after its length (4). A signed one: that, after its length (4) ‖ count of signatures (4) ‖ for each, in ascending
 * order: replica (4), length (4), signature. Big-endian; one encoding for each.
 */
final class RecoveryCodec {
    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 1 + 8 + 2 * Digest.SIZE;
    /** Of a configuration: the largest members, as many as there may be, and its head. */
    private static final int CONFIG_BYTES_MAX = 1_024 + EpochConfig.MEMBERS_MAX
            * (16 + Member.KEY_BYTES_MAX + Member.CHANNEL_BYTES_MAX + Member.INCARNATION_BYTES);
    private static final int RECORD_BYTES_MAX = HEAD_BYTES + 2 * (4 + CONFIG_BYTES_MAX);

    private RecoveryCodec() {}

    static Bytes encode(RecoveryRecord record) {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).put(VERSION).putLong(record.chainId())
                .put(record.genesis().toArray()).put(record.result().toArray());
        return Bytes.concatenate(Bytes.wrap(head.array()), sized(record.ended().encode()),
                sized(record.next().encode()));
    }

    static Bytes encode(SignedRecovery signed) {
        List<Bytes> parts = new ArrayList<>();
        parts.add(sized(encode(signed.record())));
        parts.add(Bytes.ofUnsignedInt(signed.signatures().size()));
        signed.signatures().forEach((signer, signature) -> {
            parts.add(Bytes.ofUnsignedInt(signer.index()));
            parts.add(sized(signature));
        });
        return Bytes.concatenate(parts);
    }

    private static Bytes sized(Bytes bytes) {
        return Bytes.concatenate(Bytes.ofUnsignedInt(bytes.size()), bytes);
    }

    static RecoveryRecord decodeRecord(Bytes bytes) throws DecodeException {
        ByteBuffer in = ByteBuffer.wrap(bytes.toArray());
        try {
            byte version = in.get();
            if (version != VERSION) {
                throw new DecodeException("recovery record of version " + version + ", not "
                        + VERSION);
            }
            long chainId = in.getLong();
            Digest genesis = digest(in);
            Digest result = digest(in);
            EpochConfig ended = EpochConfig.decode(part(in, CONFIG_BYTES_MAX));
            EpochConfig next = EpochConfig.decode(part(in, CONFIG_BYTES_MAX));
            end(in);
            return new RecoveryRecord(chainId, genesis, ended, result, next);
        } catch (BufferUnderflowException e) {
            throw new DecodeException("recovery record is cut short at " + bytes.size());
        } catch (IllegalArgumentException e) {
            throw new DecodeException("recovery record is wrong: " + e.getMessage());
        }
    }

    static SignedRecovery decodeSigned(Bytes bytes) throws DecodeException {
        ByteBuffer in = ByteBuffer.wrap(bytes.toArray());
        try {
            RecoveryRecord record = decodeRecord(part(in, RECORD_BYTES_MAX));
            int count = count(in, record.ended().members().size());
            TreeMap<ReplicaId, Bytes> signatures = new TreeMap<>();
            for (int i = 0; i < count; i++) {
                ReplicaId signer = new ReplicaId(count(in, record.ended().members().size() - 1));
                if (!signatures.isEmpty() && signer.compareTo(signatures.lastKey()) <= 0) {
                    throw new DecodeException("signature of " + signer + " after that of "
                            + signatures.lastKey());
                }
                signatures.put(signer, part(in, SignedRecovery.SIGNATURE_BYTES_MAX));
            }
            end(in);
            return new SignedRecovery(record, signatures);
        } catch (BufferUnderflowException e) {
            throw new DecodeException("signed recovery record is cut short at " + bytes.size());
        } catch (IllegalArgumentException e) {
            throw new DecodeException("signed recovery record is wrong: " + e.getMessage());
        }
    }

    private static Digest digest(ByteBuffer in) {
        byte[] digest = new byte[Digest.SIZE];
        in.get(digest);
        return Digest.of(digest);
    }

    private static Bytes part(ByteBuffer in, int bytesMax) throws DecodeException {
        int size = count(in, bytesMax);
        if (size > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] part = new byte[size];
        in.get(part);
        return Bytes.wrap(part);
    }

    private static int count(ByteBuffer in, int max) throws DecodeException {
        int count = in.getInt();
        if (count < 0 || count > max) {
            throw new DecodeException("count " + Integer.toUnsignedString(count) + " above " + max);
        }
        return count;
    }

    private static void end(ByteBuffer in) throws DecodeException {
        if (in.hasRemaining()) {
            throw new DecodeException(in.remaining() + " bytes too many");
        }
    }
}
