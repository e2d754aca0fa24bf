package io.quorate.bft.core.crypto;

import io.quorate.bft.ReplicaId;
import java.util.SortedMap;
import java.util.function.BiPredicate;
import org.apache.tuweni.bytes.Bytes;

/** Certificates that are a bitmap and one share for each signer, in ascending order. */
record ShareList(int committeeSize, int shareSizeBytes) {
    Multisig combine(SortedMap<ReplicaId, Bytes> shares) {
        byte[] bitmap = new byte[(committeeSize + 7) / 8];
        byte[] list = new byte[shares.size() * shareSizeBytes];
        int offset = 0;
        for (var entry : shares.entrySet()) {
            int index = entry.getKey().index();
            bitmap[index >> 3] |= (byte) (1 << (index & 7));
            System.arraycopy(entry.getValue().toArrayUnsafe(), 0, list, offset, shareSizeBytes);
            offset += shareSizeBytes;
        }
        return new Multisig(Bytes.wrap(bitmap), Bytes.wrap(list));
    }

    boolean verify(Multisig multisig, int quorum, BiPredicate<ReplicaId, Bytes> share) {
        int count = multisig.signerCount();
        if (multisig.signers().size() != (committeeSize + 7) / 8 || count < quorum
                || multisig.signature().size() != (long) count * shareSizeBytes) {
            return false;
        }
        int offset = 0;
        for (int i = 0; i < committeeSize; i++) {
            if (multisig.hasSigner(i)) {
                if (!share.test(new ReplicaId(i),
                        multisig.signature().slice(offset, shareSizeBytes))) {
                    return false;
                }
                offset += shareSizeBytes;
            }
        }
        return offset == multisig.signature().size(); // false when the bitmap names a replica beyond the committee
    }
}
