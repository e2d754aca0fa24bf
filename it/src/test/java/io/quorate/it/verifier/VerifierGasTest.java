package io.quorate.it.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.MemberId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.Timeouts;
import io.quorate.bft.core.crypto.KeySigner;
import io.quorate.bft.core.crypto.SecpList;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.net.Peer;
import io.quorate.evm.primitives.Hash;
import io.quorate.ledger.SlotRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a check costs a caller on another chain, data included; docs/contracts.md has the figures. */
class VerifierGasTest {
    private static final long CHAIN_ID = 2026;

    /** Rounded up to thousands, so that a compiler's small changes do not matter. */
    @ParameterizedTest
    @CsvSource({"4, 87, 79", "7, 113, 104", "13, 164, 156", "31, 313, 305", "100, 901, 892"})
    void aHandOverAndACheckCostWhatTheDocumentSays(int n, long handOver, long check) {
        List<KeySigner> keys = new ArrayList<>();
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            keys.add(new KeySigner(Bytes.concatenate(Bytes.repeat((byte) 7, 31),
                    Bytes.of(i + 1))));
            members.add(new Member(new MemberId(i), keys.get(i).publicKey(),
                    new Peer(i, "validator-" + i + ".example.org", 30_303,
                            Bytes32.repeat((byte) 0x5a)).channel(),
                    Bytes.repeat((byte) 0xa5, Member.INCARNATION_BYTES)));
        }
        EpochConfig epoch = new EpochConfig(3, new SeqNum(5_120), members, SecpList.SUITE,
                new EpochConfig.Parameters(Quorums.ofSize(n).c(), ReplicaConfig.WINDOW,
                        ReplicaConfig.IN_FLIGHT_MAX, ReplicaConfig.INLINE_PAYLOAD_BYTES_MAX,
                        ReplicaConfig.SEGMENT_SLOTS, Timeouts.DEFAULT, n > 7));
        List<Map.Entry<Integer, KeySigner>> signers = new ArrayList<>();
        for (int i = 0; i < epoch.quorums().quorum(); i++) {
            signers.add(Map.entry(i, keys.get(i)));
        }
        LightClient client = new LightClient(CHAIN_ID, epoch);

        EvmChain.Outcome checked = client.verify(Proof.signed(CHAIN_ID, epoch,
                slotRecord(6_000, Hash.ZERO), signers));
        EvmChain.Outcome handedOver = client.handOver(Proof.signed(CHAIN_ID, epoch,
                slotRecord(6_400, Hash.of(Bytes.repeat((byte) 0xcd, Hash.SIZE))), signers));

        assertThat(checked.succeeded() && handedOver.succeeded()).isTrue();
        assertThat(List.of(thousands(handedOver), thousands(checked)))
                .as("thousands of gas for a hand-over and a check by %s of %s members",
                        signers.size(), n)
                .isEqualTo(List.of(handOver, check));
    }

    private static long thousands(EvmChain.Outcome outcome) {
        return (outcome.gas() + 999) / 1_000;
    }

    private static SlotRecord slotRecord(long seq, Hash nextSet) {
        Hash some = Hash.of(Bytes.repeat((byte) 0xab, Hash.SIZE));
        return new SlotRecord(some, 3, seq, some, some, some, some, nextSet);
    }
}
