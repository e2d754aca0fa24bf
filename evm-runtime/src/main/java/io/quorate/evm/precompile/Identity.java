package io.quorate.evm.precompile;

import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** 0x04: the input itself, as a copy, for the caller's memory may change (Yellow Paper, appendix E.1). */
final class Identity implements Precompile {
    @Override
    public long gas(Bytes input) {
        return 15 + 3 * InputBytes.words(input.size());
    }

    @Override
    public Optional<Bytes> execute(Bytes input) {
        return Optional.of(Bytes.wrap(input.toArray())); // copy() shares an array that it covers
    }
}
