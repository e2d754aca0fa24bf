package io.quorate.evm;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;

/** Analysed code by its hash, bounded by bytes, least used out first. Safe for any thread; starts none. */
public final class CodeCache {
    /** The code, its operations, a word for each block, and the bits of the jump destinations. */
    private static final int BYTES_PER_CODE_BYTE = 11;

    private final Cache<Hash, Code> codes;

    public CodeCache(long sizeBytesMax) {
        codes = Caffeine.newBuilder().maximumWeight(sizeBytesMax)
                .weigher((Hash hash, Code code) -> 512 + code.sizeBytes() * BYTES_PER_CODE_BYTE)
                .executor(Runnable::run).recordStats().build();
    }

    /** Of all that executes with it. */
    public CacheUse use() {
        return CacheUse.of(codes);
    }

    Code codeOf(WorldState world, Address address) {
        Hash hash = world.codeHash(address);
        return hash.equals(Hash.EMPTY) ? Code.EMPTY
                : codes.get(hash, missing -> Code.of(world.code(address)));
    }
}
