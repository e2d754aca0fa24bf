package io.quorate.ledger;

import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.RlpWriter;
import java.util.List;

/** Writes a transaction's fields in the order of its type, without the list around them. */
final class TransactionFields {
    private static final byte[] NO_ADDRESS = {};

    private TransactionFields() {}

    static void write(RlpWriter out, Transaction transaction) {
        if (transaction.type() != 0) {
            out.write(transaction.chainId().orElseThrow());
        }
        out.write(transaction.nonce());
        if (transaction.type() >= 2) {
            out.write(transaction.maxPriorityFeePerGas());
        }
        out.write(transaction.maxFeePerGas()).write(transaction.gasLimit());
        transaction.to().ifPresentOrElse(out::write, () -> out.write(NO_ADDRESS));
        out.write(transaction.value()).write(transaction.data());
        if (transaction.type() != 0) {
            writeAccessList(out, transaction.accessList());
        }
        if (transaction instanceof Transaction.Blob blob) {
            out.write(blob.maxFeePerBlobGas()).startList();
            for (Hash hash : blob.blobVersionedHashes()) {
                out.write(hash);
            }
            out.endList();
        } else if (transaction instanceof Transaction.SetCode setCode) {
            writeAuthorizations(out, setCode.authorizationList());
        }
    }

    static void writeSignature(RlpWriter out, Transaction transaction) {
        Signature signature = transaction.signature();
        if (transaction instanceof Transaction.Legacy legacy) {
            out.write(TransactionCodec.legacyV(legacy));
        } else {
            out.write(signature.yParity());
        }
        out.write(signature.r()).write(signature.s());
    }

    private static void writeAccessList(RlpWriter out, List<AccessListEntry> entries) {
        out.startList();
        for (AccessListEntry entry : entries) {
            out.startList().write(entry.address()).startList();
            entry.storageKeys().forEach(out::write);
            out.endList().endList();
        }
        out.endList();
    }

    private static void writeAuthorizations(RlpWriter out, List<Authorization> authorizations) {
        out.startList();
        for (Authorization a : authorizations) {
            out.startList().write(a.chainId()).write(a.address()).write(a.nonce())
                    .write(a.yParity()).write(a.r()).write(a.s()).endList();
        }
        out.endList();
    }
}
