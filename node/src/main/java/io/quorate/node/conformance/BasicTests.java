package io.quorate.node.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockCodec;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.TransactionCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.tuweni.bytes.Bytes;

/** Files of BasicTests: keys with their addresses, signed transactions, the main network's genesis. */
final class BasicTests implements TestFormat {
    @Override
    public Suite suite() {
        return Suite.BASIC;
    }

    @Override
    public boolean matches(Entry entry) {
        JsonNode test = entry.content();
        return test.has("sig_of_emptystring") || test.has("signed") && test.has("key")
                || test.has("genesis_rlp_hex");
    }

    @Override
    public List<CaseResult> run(Entry entry, Predicate<String> wantsFork) {
        JsonNode test = entry.content();
        Optional<String> error;
        try {
            error = test.has("genesis_rlp_hex") ? judgeGenesis(test)
                    : test.has("signed") ? judgeTransaction(test) : judgeKey(test);
        } catch (DecodeException e) {
            error = Optional.of("refused: " + e.getMessage());
        }
        return List.of(CaseResult.of(Suite.BASIC, entry.fullName(), "", error));
    }

    private static Optional<String> judgeGenesis(JsonNode test) throws DecodeException {
        Block block = BlockCodec.decode(FixtureNumbers.bytes(test.path("genesis_rlp_hex")));
        boolean isRight = block.hash().equals(FixtureHeader.hash(test.path("genesis_hash")))
                && block.header().stateRoot()
                        .equals(FixtureHeader.hash(test.path("genesis_state_root")));
        return isRight ? Optional.empty() : Optional.of("the block's hash is " + block.hash());
    }

    private static Optional<String> judgeTransaction(JsonNode test) throws DecodeException {
        Bytes signed = FixtureNumbers.bytes(test.path("signed"));
        RecoveredTransaction transaction = TransactionCodec.recover(signed, Fork.FRONTIER);
        Address sender = addressOf(test.path("key"));
        if (!transaction.sender().equals(sender)) {
            return Optional.of("sender is " + transaction.sender() + ", expected " + sender);
        }
        return TransactionCodec.encode(transaction.transaction()).equals(signed) ? Optional.empty()
                : Optional.of("encodes again to other bytes");
    }

    /** What message the file's signatures are of is not recorded, so one is made and recovered instead. */
    private static Optional<String> judgeKey(JsonNode test) {
        Bytes key = FixtureNumbers.bytes(test.path("key"));
        Hash message = Keccak256
                .hash(Bytes.wrap(test.path("seed").asText().getBytes(StandardCharsets.UTF_8)));
        Address address = Address.fromHex(test.path("addr").asText());
        Optional<Address> signer = Secp256k1.recoverAddress(message, Secp256k1.sign(message, key));
        boolean isRight = message.bytes().equals(key) && addressOf(test.path("key")).equals(address)
                && signer.equals(Optional.of(address));
        return isRight ? Optional.empty() : Optional.of("the signer is " + signer);
    }

    private static Address addressOf(JsonNode key) {
        return Secp256k1.addressOf(Secp256k1.publicKey(FixtureNumbers.bytes(key)));
    }
}
