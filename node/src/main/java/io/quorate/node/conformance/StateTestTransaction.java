package io.quorate.node.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Signature;
import io.quorate.ledger.Transaction;
import io.quorate.ledger.TransactionCodec;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Reads the transaction of a case: the signed bytes where the test has them, the fields where not. */
final class StateTestTransaction {
    private StateTestTransaction() {}

    static RecoveredTransaction read(StateTestCase test) throws DecodeException {
        JsonNode signed = test.post().path("txbytes");
        if (signed.isTextual()) {
            return TransactionCodec.recover(Bytes.fromHexString(signed.asText()), test.fork());
        }
        return fromFields(test);
    }

    /** Only the oldest suite lacks the bytes; all its transactions are legacy ones without chain id. */
    private static RecoveredTransaction fromFields(StateTestCase test) throws DecodeException {
        JsonNode fields = test.test().path("transaction");
        JsonNode indexes = test.post().path("indexes");
        String data = fields.path("data").path(indexes.path("data").asInt()).asText();
        String to = fields.path("to").asText("");
        Transaction transaction = new Transaction.Legacy(Optional.empty(),
                number(fields.path("nonce")), word(fields.path("gasPrice")),
                number(fields.path("gasLimit").path(indexes.path("gas").asInt())),
                to.isEmpty() ? Optional.empty() : Optional.of(Address.fromHex(to)),
                word(fields.path("value").path(indexes.path("value").asInt())),
                Bytes.fromHexString(data), new Signature(UInt256.ONE, UInt256.ONE, 0));
        Bytes key = word(fields.path("secretKey")).toBytes();
        Address sender = Secp256k1.addressOf(Secp256k1.publicKey(key));
        return new RecoveredTransaction(transaction, sender, Hash.ZERO, Bytes.EMPTY);
    }

    private static long number(JsonNode hex) throws DecodeException {
        UInt256 value = word(hex);
        if (!value.fitsLong()) {
            throw new DecodeException("a number of more than 63 bits: " + value);
        }
        return value.limb(0);
    }

    private static UInt256 word(JsonNode hex) throws DecodeException {
        String text = hex.asText();
        if (text.startsWith("0x:bigint")) {
            throw new DecodeException("a number of more than 256 bits");
        }
        return UInt256.fromHex(text);
    }
}
