package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.Address;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.TransactionLocation;
import io.quorate.ledger.Block;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.state.Account;
import java.util.List;
import java.util.Optional;

/** Finds transactions by sender and nonce without an index: nonces rise, so states lead to the block by bisection. */
record NonceSearch(ChainQueries chain, Blocks blocks) {
    /** Whether a block may have it, and not only the pool. */
    boolean isUsed(Address sender, long nonce) {
        return nonceAfter(chain.latestNumber(), sender) > nonce;
    }

    /** Empty where the nonce is not used yet, and where an authorization (EIP-7702) took it. */
    Optional<TransactionLocation> find(Address sender, long nonce) {
        if (!isUsed(sender, nonce)) {
            return Optional.empty();
        }
        long oldest = chain.earliestBlockNumber();
        long low = oldest;
        long high = chain.latestNumber();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (nonceAfter(middle, sender) > nonce) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Block block = blocks.requireBlock(low);
        List<RecoveredTransaction> transactions = block.transactions();
        for (int i = 0; i < transactions.size(); i++) {
            if (isIt(transactions.get(i), sender, nonce)) {
                return Optional.of(new TransactionLocation(low, i));
            }
        }
        if (low == oldest && oldest > 0) {
            throw Blocks.pruned(chain, "a block before", oldest);
        }
        return Optional.empty();
    }

    private long nonceAfter(long number, Address sender) {
        return chain.stateAt(number)
                .orElseThrow(() -> Blocks.pruned(chain, "state", number))
                .account(sender).map(Account::nonce).orElse(0L);
    }

    static boolean isIt(RecoveredTransaction each, Address sender, long nonce) {
        return each.transaction().nonce() == nonce && each.sender().equals(sender);
    }
}
