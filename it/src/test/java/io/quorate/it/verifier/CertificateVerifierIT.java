package io.quorate.it.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bft.Digest;
import io.quorate.bft.core.crypto.KeySigner;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.ledger.SlotRecord;
import io.quorate.proof.Certificates;
import io.quorate.proof.EpochStep;
import io.quorate.proof.TrustedStart;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A contract that knows nothing but the first epoch's configuration follows three changes of members, by certificates
 * that replicas made, and takes nothing that a quorum of the newest members did not sign.
 */
class CertificateVerifierIT {
    private static final long CHAIN_ID = ChangingCommittee.CHAIN_ID;
    private static final BigInteger ORDER = new BigInteger(
            "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    @TempDir
    Path folder;

    private final List<EpochConfig> epochs = new ArrayList<>();
    private final List<Proof> handOvers = new ArrayList<>();
    private LightClient client;

    @ParameterizedTest
    @ValueSource(ints = {4, 7})
    void followsThreeEpochsAndTakesNothingForged(int n) throws DecodeException {
        try (ChangingCommittee committee = new ChangingCommittee(n, folder)) {
            committee.start();
            epochs.add(committee.first());
            client = new LightClient(CHAIN_ID, committee.first());
            for (int epoch = 0; epoch < 3; epoch++) {
                epochs.add(committee.next(epoch));
                handOvers.add(committee.handOver(epochs.get(epoch), epochs.get(epoch + 1)));
            }
            Proof newest = committee.newest(epochs.getLast());

            refusesToSkipAnEpoch(newest);
            for (int epoch = 0; epoch < 3; epoch++) {
                refusesForgedHandOvers(epoch);
                assertThat(client.handOver(handOvers.get(epoch)).succeeded())
                        .as("hand-over from epoch " + epoch).isTrue();
                assertThat(client.epoch()).isEqualTo(epoch + 1);
                refused(client.handOver(handOvers.get(epoch)), "OtherEpoch(uint64,uint64)");
            }
            takesTheNewest(newest);
            refusesForgedBlocks(newest);
            offlineReaderFollowsToo(newest);
            assertThat(committee.failures()).isEmpty();
        }
    }

    private void takesTheNewest(Proof newest) {
        EvmChain.Outcome outcome = client.verify(newest);

        SlotRecord expected = slotRecord(newest);
        assertThat(outcome.succeeded()).as(outcome.toString()).isTrue();
        assertThat(outcome.output()).isEqualTo(Bytes.concatenate(word(expected.epoch()),
                word(expected.seqNum()), expected.blockHash().bytes(), Hash.ZERO.bytes()));
        refused(client.handOver(newest), "EpochGoesOn(uint64)");
    }

    /** What {@code verify proof} believes, by the same proofs: each epoch by the one before, and no other. */
    private void offlineReaderFollowsToo(Proof newest) throws DecodeException {
        Certificates reader = new Certificates(
                new TrustedStart(CHAIN_ID, Hash.ZERO, epochs.getFirst()));
        assertThatThrownBy(() -> reader.verify(signed(newest)))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("leads to epoch 0");
        for (int epoch = 0; epoch < 3; epoch++) {
            Proof genuine = handOvers.get(epoch);
            EpochConfig ending = epochs.get(epoch);
            Bytes next = epochs.get(epoch + 1).encode();
            Proof tooFew = signed(ending, slotRecord(genuine), quorum(ending) - 1);
            assertThatThrownBy(() -> reader.follow(step(tooFew, next)))
                    .hasMessageContaining("a quorum of epoch");
            assertThatThrownBy(() -> reader.follow(step(genuine, ending.encode())))
                    .hasMessageContaining("names other members");
            reader.follow(step(genuine, next));
            assertThat(reader.epoch()).isEqualTo(epoch + 1);
        }
        assertThat(reader.verify(signed(newest)).signers()).hasSizeGreaterThanOrEqualTo(
                quorum(epochs.getLast()));
    }

    private static EpochStep step(Proof proof, Bytes next) {
        return new EpochStep.HandedOver(proof.slotRecord(), proof.certificate(), next);
    }

    private static Certificates.Signed signed(Proof proof) {
        return new Certificates.Signed(slotRecord(proof), Keccak256.hash(proof.slotRecord()),
                proof.certificate());
    }

    private static Bytes word(long number) {
        return Bytes.concatenate(Bytes.repeat((byte) 0, 24), Bytes.ofUnsignedLong(number));
    }

    /** Not even with genuine certificates of later epochs. */
    private void refusesToSkipAnEpoch(Proof newest) {
        refused(client.handOver(handOvers.get(1)), "OtherEpoch(uint64,uint64)");
        refused(client.verify(newest), "OtherEpoch(uint64,uint64)");
        refused(client.handOver(handOvers.getFirst().withConfig(epochs.get(1).encode())),
                "UnknownConfiguration(bytes32,bytes32)");
        // Those of epoch 2, one of whom is new and one has a new key, sign as if they ended epoch 0.
        EpochConfig later = epochs.get(2);
        Proof usurped = signed(later, slotRecord(handOvers.getFirst()), quorum(later));
        refused(client.handOver(usurped.withConfig(epochs.getFirst().encode())),
                "WrongSignature(uint256)");
    }

    private void refusesForgedHandOvers(int number) {
        EpochConfig epoch = epochs.get(number);
        Proof genuine = handOvers.get(number);
        SlotRecord real = slotRecord(genuine);
        SlotRecord forged = new SlotRecord(real.previousHash(), real.epoch(), real.seqNum(),
                real.valueDigest(), real.orderingHash(), real.blockHash(), real.accessListHash(),
                Hash.of(Bytes.repeat((byte) 0xee, Hash.SIZE)));
        int weak = epoch.quorums().f() + 1;

        refused(client.handOver(genuine.withRecord(forged.encode())),
                "OtherRecord(bytes32,bytes32)");
        BlockCert cert = genuine.decoded(epoch, CHAIN_ID);
        refused(client.handOver(genuine.withRecord(forged.encode()).withCertificate(
                Proof.certificate(real.seqNum(), Digest.of(forged.hash().toArray()),
                        cert.signatures().signers(), cert.signatures().signature()))),
                "WrongSignature(uint256)");
        refused(client.handOver(signed(epoch, forged, weak)),
                "TooFewSigners(uint256,uint256)");
        refused(client.handOver(signed(epoch, real, quorum(epoch) - 1)),
                "TooFewSigners(uint256,uint256)");
        refused(client.handOver(ofOtherChain(epoch, forged)), "WrongSignature(uint256)");
        refused(client.handOver(genuine.withConfig(
                genuine.config().slice(0, genuine.config().size() - 1))),
                "UnknownConfiguration(bytes32,bytes32)");
        if (number == 2) { // those of epoch 0 are all in epoch 1, and may sign there
            refused(client.handOver(byMembersBefore(number, forged)), "WrongSignature(uint256)");
        }
    }

    private void refusesForgedBlocks(Proof newest) {
        EpochConfig epoch = epochs.getLast();
        SlotRecord real = slotRecord(newest);
        refused(client.verify(signed(epoch, real, epoch.quorums().f() + 1)),
                "TooFewSigners(uint256,uint256)");
        assertThat(client.verify(signed(epoch, real, quorum(epoch))).succeeded()).isTrue();
        refusesDuplicates(epoch, newest);
        refusesTwins(epoch, newest);
        for (int cut = 0; cut < newest.certificate().size(); cut += 7) {
            assertThat(client.verify(newest.withCertificate(newest.certificate().slice(0, cut)))
                    .succeeded()).isFalse();
        }
        for (int bit = 0; bit < 8 * newest.slotRecord().size(); bit += 5) {
            byte[] damaged = newest.slotRecord().toArray();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(client.verify(newest.withRecord(Bytes.wrap(damaged))).succeeded())
                    .as("record with bit " + bit + " turned").isFalse();
        }
    }

    /** One member's signature under several names, or several times under one. */
    private void refusesDuplicates(EpochConfig epoch, Proof newest) {
        SlotRecord real = slotRecord(newest);
        KeySigner one = ChangingCommittee.signer(epoch, 0).getValue();
        List<Map.Entry<Integer, KeySigner>> repeated = IntStream.range(0, quorum(epoch))
                .mapToObj(place -> Map.entry(place, one)).toList();
        refused(client.verify(Proof.signed(CHAIN_ID, epoch, real, repeated)),
                "WrongSignature(uint256)");
        List<Map.Entry<Integer, KeySigner>> again = new ArrayList<>(repeated);
        again.replaceAll(_ -> Map.entry(0, one));
        refused(client.verify(Proof.signed(CHAIN_ID, epoch, real, again)),
                "MalformedCertificate()");
        BlockCert cert = signed(epoch, real, quorum(epoch)).decoded(epoch, CHAIN_ID);
        byte[] beyond = cert.signatures().signers().toArray();
        beyond[beyond.length - 1] |= (byte) 0x80; // there are 5 members, or 8: then the last did not sign
        refused(client.verify(newest.withCertificate(Proof.certificate(real.seqNum(),
                cert.digest(), Bytes.wrap(beyond), Bytes.concatenate(
                        cert.signatures().signature(),
                        cert.signatures().signature().slice(0, 65))))),
                "MalformedCertificate()", "WrongSignature(uint256)");
    }

    /** Every ECDSA signature has a twin with the negative s, which is as good to {@code ecrecover}. */
    private void refusesTwins(EpochConfig epoch, Proof newest) {
        SlotRecord real = slotRecord(newest);
        BlockCert cert = signed(epoch, real, quorum(epoch)).decoded(epoch, CHAIN_ID);
        byte[] signatures = cert.signatures().signature().toArray();
        byte[] twin = ORDER.subtract(new BigInteger(1,
                cert.signatures().signature().slice(32, 32).toArray())).toByteArray();
        Bytes padded = Bytes.wrap(twin).trimLeadingZeros();
        for (int i = 0; i < 32; i++) {
            int from = i - (32 - padded.size());
            signatures[32 + i] = from < 0 ? 0 : padded.get(from);
        }
        signatures[64] ^= 1;
        refused(client.verify(newest.withCertificate(Proof.certificate(real.seqNum(),
                cert.digest(), cert.signatures().signers(), Bytes.wrap(signatures)))),
                "WrongSignature(uint256)");
    }

    private static Proof ofOtherChain(EpochConfig epoch, SlotRecord forged) {
        return Proof.signed(CHAIN_ID + 1, epoch, forged, signers(epoch, quorum(epoch)));
    }

    /** Who were members once sign in the name of an epoch that has others. */
    private Proof byMembersBefore(int number, SlotRecord forged) {
        EpochConfig before = epochs.get(number - 1);
        int least = Math.min(before.members().size(), epochs.get(number).members().size());
        return Proof.signed(CHAIN_ID, epochs.get(number), forged, IntStream.range(0, least)
                .mapToObj(place -> ChangingCommittee.signer(before, place)).toList());
    }

    private static Proof signed(EpochConfig epoch, SlotRecord slotRecord, int count) {
        return Proof.signed(CHAIN_ID, epoch, slotRecord, signers(epoch, count));
    }

    private static List<Map.Entry<Integer, KeySigner>> signers(EpochConfig epoch, int count) {
        return IntStream.range(0, count)
                .mapToObj(place -> ChangingCommittee.signer(epoch, place)).toList();
    }

    private static int quorum(EpochConfig epoch) {
        return epoch.quorums().quorum();
    }

    private static SlotRecord slotRecord(Proof proof) {
        try {
            return SlotRecord.decode(proof.slotRecord());
        } catch (DecodeException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void refused(EvmChain.Outcome outcome, String... errors) {
        assertThat(outcome.succeeded()).isFalse();
        assertThat(outcome.output().slice(0, Math.min(4, outcome.output().size())))
                .as("error of " + outcome)
                .isIn(Arrays.stream(errors).map(LightClient::selector).toList());
    }
}
