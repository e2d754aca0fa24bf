package io.quorate.node.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.state.trie.MerkleProof;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;

/**
 * After a round, while clients go on: what every replica has since the last one, asked for in all the ways in which it can be
 * asked. Blocks with their state roots, receipts by block and by hash, events by the log index, and proofs of the
 * register, which have to lead to the root and to show the value that the receipts say was written last.
 */
final class RoundCheck {
    /** Of one round; what came before them is compared at the end of the run. */
    private static final int BLOCKS_MAX = 50;
    private static final int RECEIPTS_ASKED = 12;
    private static final int PROOFS_ASKED = 4;
    private static final String REGISTER_SLOT = "0x0";

    private final List<Rpc> replicas;
    private final List<RpcChain> chains;
    private final Address register;
    private final Faults faults = new Faults();
    private long next = 1;
    private long answers;

    RoundCheck(List<Rpc> replicas, Address register) {
        this.replicas = List.copyOf(replicas);
        this.chains = replicas.stream().map(RpcChain::new).toList();
        this.register = register;
    }

    /** What was found wrong so far. */
    List<String> faults() {
        return faults.list();
    }

    /** How many answers were compared with another source than themselves. */
    long answers() {
        return answers;
    }

    /** All replicas take part, and none is killed meanwhile. */
    void check(Random random) throws IOException {
        long last = Long.MAX_VALUE;
        for (RpcChain chain : chains) {
            last = Math.min(last, chain.height());
        }
        long first = Math.max(next, last - BLOCKS_MAX + 1);
        if (first > last) return;
        next = last + 1;
        List<JsonNode> blocks = chains.getFirst().blocks(first, last);
        List<JsonNode> receipts = chains.getFirst().receipts(first, last);
        for (int replica = 0; replica < replicas.size(); replica++) {
            compareBlocks(replica, first, blocks, receipts);
            compareLogs(replica, first, last, receipts);
            compareReceipts(replica, receipts, random);
        }
        for (int i = 0; i < PROOFS_ASKED; i++) {
            int index = i == 0 ? blocks.size() - 1 : random.nextInt(blocks.size());
            compareProofs(blocks.get(index), valueAfter(receipts.subList(0, index + 1)));
        }
    }

    private void compareBlocks(int replica, long first, List<JsonNode> blocks,
            List<JsonNode> receipts) throws IOException {
        long last = first + blocks.size() - 1;
        List<JsonNode> here = chains.get(replica).blocks(first, last);
        List<JsonNode> hereReceipts = chains.get(replica).receipts(first, last);
        for (int i = 0; i < blocks.size(); i++) {
            requireEqual(replica, "block " + (first + i), here.get(i), blocks.get(i));
            requireEqual(replica, "receipts of block " + (first + i), hereReceipts.get(i),
                    receipts.get(i));
        }
    }

    private void compareLogs(int replica, long first, long last, List<JsonNode> receipts)
            throws IOException {
        List<JsonNode> expected = new ArrayList<>();
        receipts.forEach(block -> block.forEach(receipt -> receipt.path("logs").forEach(log -> {
            if (log.path("address").asText().equals(register.toString())) expected.add(log);
        })));
        List<JsonNode> found = new ArrayList<>();
        replicas.get(replica).call("eth_getLogs", Map.of("address", register.toString(),
                "fromBlock", hex(first), "toBlock", hex(last))).forEach(found::add);
        answers++;
        if (!found.equals(expected)) {
            faults.add("replica " + replica + " finds " + found.size() + " events in blocks "
                    + first + " to " + last + " by its index, its receipts have "
                    + expected.size() + " or other ones");
        }
    }

    private void compareReceipts(int replica, List<JsonNode> receipts, Random random)
            throws IOException {
        List<JsonNode> all = new ArrayList<>();
        receipts.forEach(block -> block.forEach(all::add));
        for (int i = 0; i < Math.min(RECEIPTS_ASKED, all.size()); i++) {
            JsonNode receipt = all.get(random.nextInt(all.size()));
            String hash = receipt.path("transactionHash").asText();
            requireEqual(replica, "receipt " + hash,
                    replicas.get(replica).call("eth_getTransactionReceipt", hash), receipt);
        }
    }

    private void compareProofs(JsonNode block, OptionalLong written) throws IOException {
        String number = block.path("number").asText();
        Map<Integer, JsonNode> proofs = new HashMap<>();
        for (int replica = 0; replica < replicas.size(); replica++) {
            proofs.put(replica, replicas.get(replica).call("eth_getProof", register.toString(),
                    List.of(REGISTER_SLOT), number));
            requireEqual(replica, "proof at block " + number, proofs.get(replica), proofs.get(0));
        }
        UInt256 shown = shownBy(proofs.get(0), Hash.fromHex(block.path("stateRoot").asText()));
        if (written.isPresent() && !shown.equals(UInt256.of(written.getAsLong()))) {
            faults.add("the proof at block " + number + " shows " + shown + " in the register,"
                    + " the receipts say " + WriteLog.describe(written.getAsLong()));
        }
    }

    /** What the nodes prove about the register's slot to somebody who knows the root alone. */
    private UInt256 shownBy(JsonNode proof, Hash stateRoot) {
        try {
            RlpReader account = new RlpReader(proven(stateRoot, register.toArray(),
                    proof.path("accountProof"))).readList();
            account.readUnsignedLong();
            account.readUInt256();
            Bytes value = proven(account.readHash(), UInt256.ZERO.toArray(),
                    proof.path("storageProof").path(0).path("proof"));
            return value.isEmpty() ? UInt256.ZERO : new RlpReader(value).readUInt256();
        } catch (DecodeException e) {
            throw new ChaosException("a proof of the register does not decode: " + proof, e);
        }
    }

    private static Bytes proven(Hash root, byte[] key, JsonNode nodes) {
        List<Bytes> path = new ArrayList<>();
        nodes.forEach(node -> path.add(Bytes.fromHexString(node.asText())));
        return switch (MerkleProof.check(root, Keccak256.hash(key).toArray(), path)) {
            case MerkleProof.Verdict.Shown(var value) -> value.orElse(Bytes.EMPTY);
            case MerkleProof.Verdict.Invalid(var reason) ->
                    throw new ChaosException("a proof against the root " + root
                            + " does not hold: " + reason);
        };
    }

    /** What the register was set to last in these blocks; empty if it was not. */
    private static OptionalLong valueAfter(List<JsonNode> receipts) {
        OptionalLong value = OptionalLong.empty();
        for (JsonNode block : receipts) {
            for (JsonNode receipt : block) {
                OptionalLong written = Swap.written(receipt);
                if (written.isPresent()) value = written;
            }
        }
        return value;
    }

    private void requireEqual(int replica, String what, JsonNode found, JsonNode expected) {
        answers++;
        if (!found.equals(expected)) {
            faults.add("replica " + replica + " has another " + what + ": " + found + ", not "
                    + expected);
        }
    }

    private static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }
}
