package io.quorate.genesis;

import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Four validators of an organisation each. Their keys are the numbers 1 to 4, those of the organisations' admins 101 to
 * 104; the Solidity tests know them too.
 */
final class MembersFixture {
    static final long CHAIN_ID = 31_337;
    static final int VALIDATORS = 4;

    private MembersFixture() {}

    static Address address(long key) {
        return Secp256k1.addressOf(publicKey(key));
    }

    private static Bytes publicKey(long key) {
        return Secp256k1.publicKey(UInt256.of(key).toBytes());
    }

    static QuorateConfig config() {
        List<Validator> validators = new ArrayList<>();
        for (int k = 0; k < VALIDATORS; k++) {
            validators.add(new Validator("validator-" + k, publicKey(k + 1), address(k + 1),
                    new Endpoint("validator-" + k + ".a-host-with-a-long-name.example", 30_303),
                    Bytes32.leftPad(Bytes.ofUnsignedInt(201L + k)),
                    Bytes.concatenate(Bytes.wrap(new byte[12]), Bytes.ofUnsignedInt(301L + k)),
                    Optional.empty(), "organisation " + k));
        }
        return new QuorateConfig(validators, FeeMode.BLIND, 0, false, 0,
                QuorateConfig.DEFAULT_WINDOW, OrderingLimits.DEFAULT);
    }

    static Members members() {
        List<Members.Account> accounts = new ArrayList<>();
        for (int k = 0; k < VALIDATORS; k++) {
            accounts.add(new Members.Account("organisation " + k, address(101L + k),
                    Set.of(Members.Role.ADMIN)));
        }
        return Members.of(accounts);
    }
}
