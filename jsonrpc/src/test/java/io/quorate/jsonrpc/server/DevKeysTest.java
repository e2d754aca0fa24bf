package io.quorate.jsonrpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.crypto.EcdsaSignature;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.jsonrpc.DevKeys;
import io.quorate.jsonrpc.JsonRpcConfig.Limits;
import io.quorate.jsonrpc.MemoryChain;
import io.quorate.jsonrpc.MemoryPool;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Signature;
import io.quorate.ledger.TransactionCodec;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Signing with the node's keys; the typed data is the example of EIP-712, with its key. */
class DevKeysTest {
    private static final Bytes COW = Keccak256.hash("cow".getBytes(StandardCharsets.UTF_8)).bytes();
    private static final Address COW_ADDRESS = Secp256k1.addressOf(Secp256k1.publicKey(COW));
    private static final String MAIL = """
            {'types':{'EIP712Domain':[{'name':'name','type':'string'},
            {'name':'version','type':'string'},{'name':'chainId','type':'uint256'},
            {'name':'verifyingContract','type':'address'}],
            'Person':[{'name':'name','type':'string'},{'name':'wallet','type':'address'}],
            'Mail':[{'name':'from','type':'Person'},{'name':'to','type':'Person'},
            {'name':'contents','type':'string'}]},'primaryType':'Mail',
            'domain':{'name':'Ether Mail','version':'1','chainId':1,
            'verifyingContract':'0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC'},
            'message':{'from':{'name':'Cow','wallet':'0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826'},
            'to':{'name':'Bob','wallet':'0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB'},
            'contents':'Hello, Bob!'}}""";

    private final MemoryPool pool = new MemoryPool();
    private final Rpc rpc = new Rpc(MemoryChain.withGenesis(1337), pool, Optional.of(new Cow()),
            Limits.DEFAULT, InstantSource.system());

    private static final class Cow implements DevKeys {
        @Override
        public List<Address> accounts() {
            return List.of(COW_ADDRESS);
        }

        @Override
        public Optional<Signature> sign(Address address, Hash digest) {
            if (!address.equals(COW_ADDRESS)) {
                return Optional.empty();
            }
            EcdsaSignature signature = Secp256k1.sign(digest, COW);
            return Optional.of(new Signature(signature.r(), signature.s(), signature.yParity()));
        }
    }

    @AfterEach
    void close() {
        rpc.close();
    }

    /** The signature that EIP-712 prints for its example. */
    @Test
    void signsTypedDataAsEip712Shows() {
        String expected = "0x4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d"
                + "07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b915621c";
        assertThat(rpc.result("eth_signTypedData_v4", "['" + COW_ADDRESS + "'," + MAIL + "]")
                .textValue()).isEqualTo(expected);
        String asText = MAIL.replace("\n", "").replace("'", "\\'");
        assertThat(rpc.result("eth_signTypedData_v4",
                "['" + COW_ADDRESS + "','" + asText + "']").textValue()).isEqualTo(expected);
    }

    @Test
    void tellsThatBlocksComeByThemselves() {
        assertThat(rpc.result("hardhat_getAutomine", "[]").booleanValue()).isTrue();
    }

    @Test
    void signsMessagesThatRecover() {
        JsonNode signature = rpc.result("eth_sign", "['" + COW_ADDRESS + "','0xdeadbeef']");
        Bytes bytes = Bytes.fromHexString(signature.textValue());
        Hash digest = Keccak256.hash(Bytes.concatenate(
                Bytes.wrap("\u0019Ethereum Signed Message:\n4".getBytes(StandardCharsets.UTF_8)),
                Bytes.fromHexString("0xdeadbeef")));
        assertThat(Secp256k1.recoverAddress(digest, UInt256.of(bytes.slice(0, 32)),
                UInt256.of(bytes.slice(32, 32)), bytes.get(64) - 27)).contains(COW_ADDRESS);
        assertThat(rpc.result("personal_sign", "['0xdeadbeef','" + COW_ADDRESS + "']"))
                .isEqualTo(signature);
    }

    @Test
    void sendsATransactionWithWhatItLacksFilledIn() throws DecodeException {
        pool.pendingNonce = 4;
        String hash = rpc.result("eth_sendTransaction",
                "[{'from':'" + COW_ADDRESS + "','to':'" + Address.ZERO + "','value':'0x1'}]")
                .textValue();
        RecoveredTransaction sent = pool.waiting.get(Hash.fromHex(hash));
        assertThat(sent.sender()).isEqualTo(COW_ADDRESS);
        assertThat(sent.transaction().nonce()).isEqualTo(4);
        assertThat(sent.transaction().gasLimit()).isEqualTo(21_000);
        assertThat(sent.transaction().chainId()).contains(UInt256.of(1337));
        JsonNode signed = rpc.result("eth_signTransaction",
                "[{'from':'" + COW_ADDRESS + "','gas':'0x5208','nonce':'0x9'}]");
        assertThat(TransactionCodec
                .recover(Bytes.fromHexString(signed.get("raw").textValue())).sender())
                .isEqualTo(COW_ADDRESS);
    }

    @Test
    void refusesAccountsWithoutKey() {
        assertThat(rpc.error("eth_sendTransaction", "[{'from':'" + Address.ZERO + "'}]")
                .get("message").textValue()).contains("unknown account");
        assertThat(rpc.result("eth_accounts", "[]")).hasSize(1);
    }
}
