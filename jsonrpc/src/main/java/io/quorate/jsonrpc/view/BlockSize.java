package io.quorate.jsonrpc.view;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Withdrawal;

/** The length of a block's RLP, which block objects show as {@code size}, and the hash of an ommer. */
final class BlockSize {
    private BlockSize() {}

    static int bytes(Block block) {
        RlpWriter rlp = new RlpWriter(1_024).startList();
        writeHeader(rlp, block.header());
        rlp.startList();
        for (RecoveredTransaction transaction : block.transactions()) {
            if (transaction.transaction().type() == 0) {
                rlp.writeRaw(transaction.encoded());
            } else {
                rlp.write(transaction.encoded());
            }
        }
        rlp.endList().startList();
        block.ommers().forEach(ommer -> writeHeader(rlp, ommer));
        rlp.endList();
        block.withdrawals().ifPresent(withdrawals -> {
            rlp.startList();
            withdrawals.forEach(withdrawal -> writeWithdrawal(rlp, withdrawal));
            rlp.endList();
        });
        return rlp.endList().toArray().length;
    }

    static int bytesOfOmmer(BlockHeader header) {
        RlpWriter rlp = new RlpWriter(1_024).startList();
        writeHeader(rlp, header);
        return rlp.startList().endList().startList().endList().endList().toArray().length;
    }

    static Hash hash(BlockHeader header) {
        RlpWriter rlp = new RlpWriter(1_024);
        writeHeader(rlp, header);
        return Keccak256.hash(rlp.toArray());
    }

    private static void writeHeader(RlpWriter rlp, BlockHeader header) {
        rlp.startList().write(header.parentHash()).write(header.ommersHash())
                .write(header.beneficiary()).write(header.stateRoot())
                .write(header.transactionsRoot()).write(header.receiptsRoot())
                .write(header.logsBloom()).write(header.difficulty()).write(header.number())
                .write(header.gasLimit()).write(header.gasUsed()).write(header.timestamp())
                .write(header.extraData()).write(header.mixHash()).write(header.nonce());
        header.baseFeePerGas().ifPresent(rlp::write);
        header.withdrawalsRoot().ifPresent(rlp::write);
        header.blobGasUsed().ifPresent(rlp::write);
        header.excessBlobGas().ifPresent(rlp::write);
        header.parentBeaconBlockRoot().ifPresent(rlp::write);
        header.requestsHash().ifPresent(rlp::write);
        rlp.endList();
    }

    private static void writeWithdrawal(RlpWriter rlp, Withdrawal withdrawal) {
        rlp.startList().write(withdrawal.index()).write(withdrawal.validatorIndex())
                .write(withdrawal.address()).write(withdrawal.amountGwei()).endList();
    }
}
