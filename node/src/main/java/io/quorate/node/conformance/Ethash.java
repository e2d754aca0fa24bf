package io.quorate.node.conformance;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.ledger.BlockHeader;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.bouncycastle.crypto.digests.KeccakDigest;

/**
 * Ethash's light verification (Yellow Paper, appendix J), for the few tests that seal their blocks: the product
 * makes no such blocks and takes imported seals on trust. Keeps the cache of the last epoch, 16 MiB at first.
 */
final class Ethash {
    private static final int EPOCH_BLOCKS = 30_000;
    private static final int ITEM_BYTES = 64;
    private static final int ITEM_WORDS = 16;
    private static final int MIX_WORDS = 32;
    private static final int CACHE_ROUNDS = 3;
    private static final int ITEM_PARENTS = 256;
    private static final int ACCESSES = 64;
    private static final int FNV_PRIME = 0x01000193;

    private long cachedEpoch = -1;
    private int[] cache = {};

    /** What a nonce gives: {@code mixHash} must be the header's, {@code result} below the target. */
    record Proof(Hash mixHash, Hash result) {}

    /** Empty where the header's nonce and mixHash are a proof of work. */
    Optional<String> violation(BlockHeader header) {
        Proof proof = prove(header.number(), sealHash(header), header.nonce());
        if (!proof.mixHash().equals(header.mixHash())) {
            return Optional.of("mixHash is not " + proof.mixHash());
        }
        BigInteger target = BigInteger.ONE.shiftLeft(256)
                .divide(header.difficulty().toBigInteger().max(BigInteger.ONE));
        return proof.result().toUInt256().toBigInteger().compareTo(target) <= 0 ? Optional.empty()
                : Optional.of("the nonce is no proof of work");
    }

    /** The hash of the header without its seal. */
    static Hash sealHash(BlockHeader h) {
        RlpWriter out = new RlpWriter(640).startList().write(h.parentHash()).write(h.ommersHash())
                .write(h.beneficiary()).write(h.stateRoot()).write(h.transactionsRoot())
                .write(h.receiptsRoot()).write(h.logsBloom()).write(h.difficulty())
                .write(h.number()).write(h.gasLimit()).write(h.gasUsed()).write(h.timestamp())
                .write(h.extraData());
        h.baseFeePerGas().ifPresent(out::write);
        return Keccak256.hash(out.endList().toArray());
    }

    /** {@code nonce} has 8 bytes, big-endian as in headers. */
    Proof prove(long number, Hash sealHash, Bytes nonce) {
        long epoch = number / EPOCH_BLOCKS;
        int[] items = cacheOf(epoch);
        int[] seed = words(keccak512(Bytes.concatenate(sealHash.bytes(), nonce.reverse())
                .toArray()));
        int[] mix = new int[MIX_WORDS];
        for (int i = 0; i < MIX_WORDS; i++) {
            mix[i] = seed[i % ITEM_WORDS];
        }
        int pages = (int) (datasetBytes(epoch) / (2 * ITEM_BYTES));
        for (int i = 0; i < ACCESSES; i++) {
            int page = Integer.remainderUnsigned(fnv(i ^ seed[0], mix[i % MIX_WORDS]), pages);
            for (int half = 0; half < 2; half++) {
                int[] item = datasetItem(items, 2 * page + half);
                for (int j = 0; j < ITEM_WORDS; j++) {
                    int at = half * ITEM_WORDS + j;
                    mix[at] = fnv(mix[at], item[j]);
                }
            }
        }
        int[] compressed = new int[MIX_WORDS / 4];
        for (int i = 0; i < compressed.length; i++) {
            compressed[i] = fnv(fnv(fnv(mix[4 * i], mix[4 * i + 1]), mix[4 * i + 2]),
                    mix[4 * i + 3]);
        }
        Bytes mixHash = Bytes.wrap(bytes(compressed));
        return new Proof(Hash.of(mixHash),
                Keccak256.hash(Bytes.concatenate(Bytes.wrap(bytes(seed)), mixHash)));
    }

    private static int[] datasetItem(int[] cache, int index) {
        int rows = cache.length / ITEM_WORDS;
        int[] mix = new int[ITEM_WORDS];
        System.arraycopy(cache, Integer.remainderUnsigned(index, rows) * ITEM_WORDS, mix, 0,
                ITEM_WORDS);
        mix[0] ^= index;
        mix = words(keccak512(bytes(mix)));
        for (int j = 0; j < ITEM_PARENTS; j++) {
            int row = Integer.remainderUnsigned(fnv(index ^ j, mix[j % ITEM_WORDS]), rows);
            for (int k = 0; k < ITEM_WORDS; k++) {
                mix[k] = fnv(mix[k], cache[row * ITEM_WORDS + k]);
            }
        }
        return words(keccak512(bytes(mix)));
    }

    private synchronized int[] cacheOf(long epoch) {
        if (epoch != cachedEpoch) {
            cache = makeCache(epoch);
            cachedEpoch = epoch;
        }
        return cache;
    }

    private static int[] makeCache(long epoch) {
        byte[] seed = new byte[Hash.SIZE];
        for (long i = 0; i < epoch; i++) {
            seed = Keccak256.hash(seed).toArray();
        }
        int rows = (int) (cacheBytes(epoch) / ITEM_BYTES);
        byte[][] items = new byte[rows][];
        for (int i = 0; i < rows; i++) {
            items[i] = keccak512(i == 0 ? seed : items[i - 1]);
        }
        for (int round = 0; round < CACHE_ROUNDS; round++) {
            for (int i = 0; i < rows; i++) {
                byte[] mixed = items[(i - 1 + rows) % rows].clone();
                byte[] other = items[Integer.remainderUnsigned(words(items[i])[0], rows)];
                for (int k = 0; k < ITEM_BYTES; k++) {
                    mixed[k] ^= other[k];
                }
                items[i] = keccak512(mixed);
            }
        }
        int[] flat = new int[rows * ITEM_WORDS];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(words(items[i]), 0, flat, i * ITEM_WORDS, ITEM_WORDS);
        }
        return flat;
    }

    /** 16 MiB and 128 KiB an epoch, less so much that a prime number of items is left. */
    static long cacheBytes(long epoch) {
        return largestPrime((1L << 24) + (1L << 17) * epoch, ITEM_BYTES);
    }

    /** 1 GiB and 8 MiB an epoch, likewise. */
    static long datasetBytes(long epoch) {
        return largestPrime((1L << 30) + (1L << 23) * epoch, 2 * ITEM_BYTES);
    }

    private static long largestPrime(long bytes, int unit) {
        long size = bytes - unit;
        while (!BigInteger.valueOf(size / unit).isProbablePrime(64)) {
            size -= 2L * unit;
        }
        return size;
    }

    private static int fnv(int a, int b) {
        return a * FNV_PRIME ^ b;
    }

    private static byte[] keccak512(byte[] input) {
        KeccakDigest digest = new KeccakDigest(512);
        digest.update(input, 0, input.length);
        byte[] out = new byte[ITEM_BYTES];
        digest.doFinal(out, 0);
        return out;
    }

    private static int[] words(byte[] bytes) {
        int[] words = new int[bytes.length / Integer.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words);
        return words;
    }

    private static byte[] bytes(int[] words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(words);
        return bytes.array();
    }
}
