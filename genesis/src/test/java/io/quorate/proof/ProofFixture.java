package io.quorate.proof;

import io.quorate.bft.Digest;
import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.Timeouts;
import io.quorate.bft.core.crypto.BlsMultisig;
import io.quorate.bft.core.crypto.BlsSigner;
import io.quorate.bft.core.crypto.KeySigner;
import io.quorate.bft.core.crypto.Preimages;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.crypto.SecpList;
import io.quorate.bft.core.epoch.BlsKeys;
import io.quorate.bft.core.epoch.CommitteeKeys;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.core.epoch.RecoveryRecord;
import io.quorate.bft.core.epoch.SecpKeys;
import io.quorate.bft.core.epoch.SignedRecovery;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.BlockHeaderCodec;
import io.quorate.ledger.Log;
import io.quorate.ledger.LogsBloom;
import io.quorate.ledger.Receipt;
import io.quorate.ledger.ReceiptCodec;
import io.quorate.ledger.SlotRecord;
import io.quorate.state.Account;
import io.quorate.state.trie.MerklePatriciaTrie;
import io.quorate.state.trie.NodeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;

/**
 * A chain of two blocks with accounts, slots, transactions and receipts, whose members change once by hand-over and once by a
 * recovery record, and who certify the second block one slot late: everything that a proof can have.
 */
final class ProofFixture {
    static final long CHAIN_ID = 77;
    static final Address HOLDER = Address.fromHex("0x00000000000000000000000000000000000000a1");
    static final Address CONTRACT = Address.fromHex("0x00000000000000000000000000000000000000c0");
    static final Address NOBODY = Address.fromHex("0x00000000000000000000000000000000000000ff");
    static final UInt256 SLOT = UInt256.of(7);
    /** Fields of claims that there is nothing. */
    static final Pattern IS_ABSENCE = Pattern
            .compile("^\\.claims\\[(1]\\.slots\\[1]\\.key|2]\\.address) ");
    private static final int MEMBERS = 4;
    private static final int TRANSACTIONS = 20;

    final TrustedStart start;
    final List<EpochConfig> epochs = new ArrayList<>();
    final Proof proof;
    /** Of the genesis block alone. */
    final Proof ofGenesis;
    private final byte suite;
    private final List<BlockHeader> headers = new ArrayList<>();
    private final MerklePatriciaTrie state = new MerklePatriciaTrie(NodeSource.EMPTY);
    private final MerklePatriciaTrie storage = new MerklePatriciaTrie(NodeSource.EMPTY);
    private final Hash stateRoot;
    private final Hash storageRoot;

    ProofFixture(byte suite) {
        this.suite = suite;
        for (int i = 0; i < 40; i++) {
            put(storage, UInt256.of(i).toArray(), new RlpWriter(40).write(UInt256.of(1_000 + i)));
        }
        storageRoot = storage.commit().root();
        for (int i = 1; i <= 60; i++) {
            put(state, address(i).toArray(), account(i, UInt256.of(i), Hash.EMPTY_TRIE_ROOT));
        }
        put(state, HOLDER.toArray(), account(3, UInt256.of(5_000_000), Hash.EMPTY_TRIE_ROOT));
        put(state, CONTRACT.toArray(), account(1, UInt256.ZERO, storageRoot));
        stateRoot = state.commit().root();

        List<Bytes> transactions = IntStream.range(0, TRANSACTIONS)
                .mapToObj(ProofFixture::transaction).toList();
        List<Bytes> receipts = IntStream.range(0, TRANSACTIONS).mapToObj(ProofFixture::receipt)
                .toList();
        MerklePatriciaTrie transactionTrie = MerklePatriciaTrie.ofList(transactions);
        MerklePatriciaTrie receiptTrie = MerklePatriciaTrie.ofList(receipts);
        Hash transactionsRoot = transactionTrie.commit().root();
        Hash receiptsRoot = receiptTrie.commit().root();
        for (int number = 0; number < 3; number++) {
            headers.add(header(number, transactionsRoot, receiptsRoot));
        }
        start = new TrustedStart(CHAIN_ID, hash(0), epoch(0, 0, 10));
        epochs.add(start.epoch());
        epochs.add(epoch(1, 256, 20));
        epochs.add(epoch(2, 300, 30));

        SlotRecord ending = slotRecord(Hash.ZERO, 0, 256, hash(0), epochs.get(1).hash());
        SlotRecord own = slotRecord(Hash.EMPTY, 2, 301, hash(2), Digest.ZERO);
        SlotRecord later = slotRecord(own.hash(), 2, 302, hash(2), Digest.ZERO);
        CertificateProof certificate = new CertificateProof(CHAIN_ID, hash(0), 2, hash(2),
                List.of(BlockHeaderCodec.encode(headers.get(2)),
                        BlockHeaderCodec.encode(headers.get(1))),
                List.of(own.encode(), later.encode()), Optional.of(certify(later)),
                List.of(new EpochStep.HandedOver(ending.encode(), certify(ending),
                        epochs.get(1).encode()),
                        new EpochStep.Recovered(recovery(3).encode())));
        Claim.OfTransaction third = new Claim.OfTransaction(2, hash(2), 3,
                Keccak256.hash(transactions.get(3)), transactions.get(3),
                transactionTrie.prove(MerklePatriciaTrie.listKey(3)));
        proof = new Proof(certificate, List.of(
                accountClaim(1, HOLDER, account(3, UInt256.of(5_000_000)), List.of()),
                accountClaim(2, CONTRACT, account(1, UInt256.ZERO), List.of(
                        slot(SLOT, UInt256.of(1_007)), slot(UInt256.of(999), UInt256.ZERO))),
                accountClaim(2, NOBODY, Account.EMPTY, List.of()),
                third,
                new Claim.OfReceipt(third, receipts.get(3),
                        receiptTrie.prove(MerklePatriciaTrie.listKey(3)))));
        ofGenesis = new Proof(new CertificateProof(CHAIN_ID, hash(0), 0, hash(0),
                List.of(BlockHeaderCodec.encode(headers.get(0))), List.of(), Optional.empty(),
                List.of()),
                List.of(accountClaim(0, HOLDER, account(3, UInt256.of(5_000_000)), List.of())));
    }

    /** Whether what is said of accounts and slots is what the state has. */
    boolean isSo(Fact fact) {
        return !(fact instanceof Fact.OfAccount account)
                || account.exists() == state.find(Keccak256.hash(account.address().toArray())
                        .toArray()).isPresent()
                        && account.slots().entrySet().stream().allMatch(slot -> slot.getValue()
                                .isZero() == storage.find(Keccak256.hash(slot.getKey().toArray())
                                        .toArray()).isEmpty());
    }

    private static void put(MerklePatriciaTrie trie, byte[] key, RlpWriter value) {
        trie.put(Keccak256.hash(key).toArray(), value.toArray());
    }

    private static Address address(int i) {
        return Address.of(Bytes.concatenate(Bytes.repeat((byte) 0, 18), Bytes.of(i, 0x77))
                .toArray());
    }

    private static RlpWriter account(long nonce, UInt256 balance, Hash storageRoot) {
        return new RlpWriter(128).startList().write(nonce).write(balance).write(storageRoot)
                .write(Hash.EMPTY).endList();
    }

    private static Account account(long nonce, UInt256 balance) {
        return new Account(nonce, balance, Hash.EMPTY);
    }

    private Claim.OfAccount accountClaim(long block, Address address, Account account,
            List<Claim.OfSlot> slots) {
        return new Claim.OfAccount(block, address, account,
                address.equals(CONTRACT) ? storageRoot : Hash.EMPTY_TRIE_ROOT,
                state.prove(Keccak256.hash(address.toArray()).toArray()), slots);
    }

    private Claim.OfSlot slot(UInt256 key, UInt256 value) {
        return new Claim.OfSlot(key, value,
                storage.prove(Keccak256.hash(key.toArray()).toArray()));
    }

    /** A transfer, signed. */
    private static Bytes transaction(int nonce) {
        Bytes key = Bytes.repeat((byte) 9, 32);
        Hash signed = Keccak256.hash(unsigned(nonce).write(CHAIN_ID).write(0).write(0).endList()
                .toArray());
        io.quorate.evm.crypto.EcdsaSignature signature = Secp256k1.sign(signed, key);
        return unsigned(nonce).write(CHAIN_ID * 2 + 35 + signature.yParity())
                .write(signature.r()).write(signature.s()).endList().toBytes();
    }

    private static RlpWriter unsigned(int nonce) {
        return new RlpWriter(192).startList().write(nonce).write(UInt256.ZERO).write(21_000)
                .write(CONTRACT).write(UInt256.of(4)).write(Bytes.of(1, 2, 3));
    }

    private static Bytes receipt(int index) {
        return ReceiptCodec.encode(new Receipt(0, index % 2 == 1, Optional.empty(),
                21_000L * (index + 1), Bytes.repeat((byte) 0, LogsBloom.SIZE),
                List.of(new Log(CONTRACT, List.of(Hash.EMPTY), Bytes.of(index, 5)))));
    }

    private BlockHeader header(int number, Hash transactionsRoot, Hash receiptsRoot) {
        return new BlockHeader(number == 0 ? Hash.ZERO : hash(number - 1), Hash.EMPTY_LIST,
                NOBODY, stateRoot, transactionsRoot, receiptsRoot,
                Bytes.repeat((byte) 0, LogsBloom.SIZE), UInt256.ZERO, number, 30_000_000, 21_000,
                1_700_000_000L + number, Bytes.EMPTY, Hash.EMPTY, Bytes.repeat((byte) 0, 8),
                Optional.of(UInt256.of(7)), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty());
    }

    private Hash hash(int number) {
        return BlockHeaderCodec.hash(headers.get(number));
    }

    private EpochConfig epoch(long number, long startSlot, int seed) {
        List<Member> members = IntStream.range(0, MEMBERS).mapToObj(i -> new Member(
                new MemberId(i), publicKey(seed + i), Bytes.EMPTY,
                Bytes.repeat((byte) (seed + i), Member.INCARNATION_BYTES))).toList();
        return new EpochConfig(number, new SeqNum(startSlot), members, suite,
                new EpochConfig.Parameters(0, ReplicaConfig.WINDOW, ReplicaConfig.IN_FLIGHT_MAX,
                        ReplicaConfig.INLINE_PAYLOAD_BYTES_MAX, ReplicaConfig.SEGMENT_SLOTS,
                        Timeouts.DEFAULT, false));
    }

    private Bytes publicKey(int seed) {
        Bytes secp = new KeySigner(secret(seed)).publicKey();
        return suite == SecpList.SUITE ? secp
                : BlsMultisig.memberKey(BlsSigner.ofSeed(secret(seed)).publicKey(), secp);
    }

    private static Bytes secret(int seed) {
        return Bytes.repeat((byte) seed, 32);
    }

    /** Of the member at that place of an epoch. */
    private QuorumScheme scheme(EpochConfig epoch, int place) {
        int seed = 10 * (int) (epoch.number() + 1) + place;
        KeySigner secp = new KeySigner(secret(seed));
        CommitteeKeys keys = suite == SecpList.SUITE ? new SecpKeys(List.of(secp))
                : new BlsKeys(List.of(new BlsKeys.Pair(BlsSigner.ofSeed(secret(seed)), secp)));
        return keys.signing(epoch, new ReplicaId(place)).orElseThrow();
    }

    private static SlotRecord slotRecord(Hash previous, long epoch, long seqNum, Hash block,
            Digest next) {
        return new SlotRecord(previous, epoch, seqNum, Hash.EMPTY, Hash.EMPTY, block,
                Hash.EMPTY_LIST, Hash.of(next.toArray()));
    }

    private Bytes certify(SlotRecord slotRecord) {
        return certify(slotRecord, 3);
    }

    /** A BlockCert by the first {@code count} members of the record's epoch. */
    Bytes certify(SlotRecord slotRecord, int count) {
        EpochConfig epoch = epochs.get((int) slotRecord.epoch());
        Digest digest = Digest.of(slotRecord.hash().toArray());
        SeqNum seq = new SeqNum(slotRecord.seqNum());
        Digest preimage = new Preimages(suite, CHAIN_ID, epoch.number()).blockCert(seq, digest);
        TreeMap<ReplicaId, Bytes> shares = new TreeMap<>();
        for (int place = 0; place < count; place++) {
            shares.put(new ReplicaId(place), scheme(epoch, place).sign(preimage));
        }
        return MessageCodec.encodeBlockCert(new BlockCert(seq, digest,
                scheme(epoch, 0).combine(preimage, shares).multisig()));
    }

    /** Ends epoch 1, signed by so many. */
    SignedRecovery recovery(int count) {
        SignedRecovery signed = SignedRecovery.unsigned(new RecoveryRecord(CHAIN_ID,
                Digest.of(hash(0).toArray()), epochs.get(1), Digest.of(Hash.EMPTY.toArray()),
                epochs.get(2)));
        Map<Integer, QuorumScheme> schemes = new HashMap<>();
        for (int place = 0; place < count; place++) {
            schemes.put(place, scheme(epochs.get(1), place));
            signed = signed.signedBy(new ReplicaId(place), schemes.get(place));
        }
        return signed;
    }
}
