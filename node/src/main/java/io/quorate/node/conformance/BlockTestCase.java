package io.quorate.node.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.CodeCache;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.execution.Parallelism;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockCodec;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.BlockHeaderCodec;
import io.quorate.ledger.GenesisBlock;
import io.quorate.ledger.Receipt;
import io.quorate.ledger.ReceiptCodec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One blockchain test. */
record BlockTestCase(String name, JsonNode test, Networks.Network network, CodeCache codes,
        Parallelism parallelism, Ethash ethash) {
    CaseResult run() {
        String networkName = test.path("network").asText();
        GenesisBlock genesis = genesis();
        Optional<String> wrongGenesis = judgeGenesis(genesis);
        if (wrongGenesis.isPresent()) {
            return CaseResult.of(Suite.BLOCKCHAIN, name, networkName, wrongGenesis);
        }
        UInt256 chainId = test.path("config").has("chainid")
                ? FixtureNumbers.word(test.path("config").path("chainid"))
                : UInt256.ONE;
        BlockTree tree = new BlockTree(network, chainId, genesis, codes, parallelism);
        Optional<String> error = Optional.empty();
        int index = 0;
        for (JsonNode block : test.path("blocks")) {
            int at = index++;
            error = addBlock(tree, block).map(what -> "block at index " + at + ": " + what);
            if (error.isPresent()) {
                break;
            }
        }
        return CaseResult.of(Suite.BLOCKCHAIN, name, networkName,
                Optional.of(tree.head().header().stateRoot()),
                error.or(() -> judgeEnd(tree)));
    }

    private GenesisBlock genesis() {
        BlockHeader header = FixtureHeader.read(test.path("genesisBlockHeader"));
        boolean hasWithdrawals = header.withdrawalsRoot().isPresent();
        return new GenesisBlock(
                new Block(BlockHeaderCodec.hash(header), header, List.of(), List.of(),
                        hasWithdrawals ? Optional.of(List.of()) : Optional.empty()),
                FixtureState.of(test.path("pre")).asChanges());
    }

    private Optional<String> judgeGenesis(GenesisBlock genesis) {
        Hash hash = FixtureHeader.hash(test.path("genesisBlockHeader").path("hash"));
        if (!genesis.block().hash().equals(hash)) {
            return Optional.of("genesis hash is " + genesis.block().hash() + ", expected " + hash);
        }
        if (test.has("genesisRLP") && !BlockCodec.encode(genesis.block())
                .equals(FixtureNumbers.bytes(test.path("genesisRLP")))) {
            return Optional.of("genesis encodes to other bytes than genesisRLP");
        }
        Hash root = FixtureState.of(test.path("pre")).root();
        return root.equals(genesis.block().header().stateRoot()) ? Optional.empty()
                : Optional.of("state root of pre is " + root + ", genesis has "
                        + genesis.block().header().stateRoot());
    }

    /** What went otherwise than the test says. */
    private Optional<String> addBlock(BlockTree tree, JsonNode json) {
        boolean isValid = isValid(json);
        Optional<String> refusal;
        try {
            Block block = BlockCodec.decode(FixtureNumbers.bytes(json.path("rlp")));
            refusal = judgeSeals(block).or(() -> tree.add(block));
            if (refusal.isEmpty() && isValid) {
                return judgeBlock(tree, block, json);
            }
        } catch (DecodeException e) {
            refusal = Optional.of(e.getMessage());
        }
        return refusal.isPresent() == isValid
                ? Optional.of(refusal.map(reason -> "refused: " + reason)
                        .orElseGet(() -> "should be refused: " + expectedExceptions(json)))
                : Optional.empty();
    }

    /** Few tests seal their blocks; the others say that they do not. */
    private Optional<String> judgeSeals(Block block) {
        if (!test.path("sealEngine").asText().equals("Ethash")) {
            return Optional.empty();
        }
        return Stream.concat(Stream.of(block.header()), block.ommers().stream())
                .flatMap(header -> ethash.violation(header).stream()).findFirst();
    }

    private static boolean isValid(JsonNode json) {
        return json.has("blockHeader") && expectedExceptions(json).isEmpty();
    }

    private static String expectedExceptions(JsonNode json) {
        StringBuilder text = new StringBuilder();
        json.properties().forEach(field -> {
            if (field.getKey().startsWith("expectException")) {
                text.append(field.getValue().asText()).append(' ');
            }
        });
        return text.toString().strip();
    }

    private static Optional<String> judgeBlock(BlockTree tree, Block block, JsonNode json) {
        Hash hash = FixtureHeader.hash(json.path("blockHeader").path("hash"));
        if (!block.hash().equals(hash)) {
            return Optional.of("hash is " + block.hash() + ", expected " + hash);
        }
        return json.has("receipts") ? judgeReceipts(tree.receipts(hash), json.path("receipts"))
                : Optional.empty();
    }

    private static Optional<String> judgeReceipts(List<Receipt> receipts, JsonNode expected) {
        if (receipts.size() != expected.size()) {
            return Optional.of(receipts.size() + " receipts, expected " + expected.size());
        }
        for (int i = 0; i < receipts.size(); i++) {
            JsonNode json = expected.get(i);
            Receipt receipt = receipts.get(i);
            boolean isRight = receipt.transactionType() == FixtureNumbers.number(json.path("type"))
                    && receipt.cumulativeGasUsed() == FixtureNumbers
                            .number(json.path("cumulativeGasUsed"))
                    && receipt.logsBloom().equals(FixtureNumbers.bytes(json.path("bloom")))
                    && receipt.logs().size() == json.path("logs").size()
                    && (!json.has("rlp") || ReceiptCodec.encode(receipt)
                            .equals(FixtureNumbers.bytes(json.path("rlp"))));
            if (!isRight) {
                return Optional.of("receipt " + i + " is " + ReceiptCodec.encode(receipt));
            }
        }
        return Optional.empty();
    }

    private Optional<String> judgeEnd(BlockTree tree) {
        Hash last = FixtureHeader.hash(test.path("lastblockhash"));
        if (!tree.head().hash().equals(last)) {
            return Optional.of("the head is " + tree.head().hash() + ", expected " + last);
        }
        Hash root = test.has("postState") ? FixtureState.of(test.path("postState")).root()
                : FixtureHeader.hash(test.path("postStateHash"));
        return tree.head().header().stateRoot().equals(root) ? Optional.empty()
                : Optional.of("state root is " + tree.head().header().stateRoot() + ", expected "
                        + root);
    }
}
