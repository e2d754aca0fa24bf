package io.quorate.state;

import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.Keys;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes;

/**
 * The state after one block as a row of pieces that are equal wherever the block is: flat entries in key order, then
 * the code of all contracts by hash. Read from the history, so that later blocks go on meanwhile and nothing is held. A
 * piece is {@link #ENTRIES} and entries of key length (1), value length (2), key, value; or {@link #CODES} and codes
 * with their length (4) before them. Mutable, for one thread.
 */
public final class StateExport {
    static final byte ENTRIES = 1;
    static final byte CODES = 2;
    /** A piece ends with the entry that reaches this; the largest is a code. */
    public static final int PIECE_BYTES = 512 * 1024;
    private static final int VERSIONS_SKIPPED_MAX = 16;

    private final KeyValueReader store;
    private final long block;

    /** Where a piece begins and ends; of codes, which. Small enough to be kept by the thousand. */
    public sealed interface Piece {}

    private record Entries(Bytes from, Bytes to) implements Piece {}

    private record Codes(List<Bytes> hashes) implements Piece {}

    /** {@code block} is committed, and not older than the store's history. */
    public StateExport(KeyValueReader store, long block) {
        this.store = store;
        this.block = block;
    }

    /** Cuts the whole state; each piece's bytes go to {@code content} once. */
    public List<Piece> cut(Consumer<Bytes> content) {
        List<Piece> pieces = new ArrayList<>();
        TreeSet<Bytes> codes = new TreeSet<>();
        Open open = new Open();
        walk(new byte[0], new byte[0], (key, value) -> {
            if (open.first.isEmpty()) {
                open.first = Optional.of(Bytes.wrap(key));
            }
            open.add(key, value);
            if (key.length == StateKeys.ACCOUNT_SIZE) {
                StoredAccount account = StoredAccount.decode(value);
                if (account.account().hasCode()) {
                    codes.add(Bytes.wrap(account.account().codeHash().toArray()));
                }
            }
            if (open.out.size() >= PIECE_BYTES) {
                pieces.add(open.close(key, content));
            }
        });
        if (open.first.isPresent()) {
            pieces.add(open.close(new byte[]{(byte) 0xff}, content));
        }
        cutCodes(codes, pieces, content);
        return pieces;
    }

    private void cutCodes(TreeSet<Bytes> hashes, List<Piece> pieces, Consumer<Bytes> content) {
        List<Bytes> open = new ArrayList<>();
        int size = 0;
        for (Bytes hash : hashes) {
            open.add(hash);
            size += code(hash).length + Integer.BYTES;
            if (size >= PIECE_BYTES) {
                pieces.add(new Codes(List.copyOf(open)));
                content.accept(read(pieces.getLast()));
                open.clear();
                size = 0;
            }
        }
        if (!open.isEmpty()) {
            pieces.add(new Codes(List.copyOf(open)));
            content.accept(read(pieces.getLast()));
        }
    }

    /** The bytes of a piece that {@link #cut} gave, now or in another process of the same block. */
    public Bytes read(Piece piece) {
        switch (piece) {
            case Entries(Bytes from, Bytes to) -> {
                Open open = new Open();
                walk(from.toArrayUnsafe(), to.toArrayUnsafe(), open::add);
                return open.out.toBytes();
            }
            case Codes(List<Bytes> hashes) -> {
                PieceWriter out = new PieceWriter();
                out.write(CODES);
                for (Bytes hash : hashes) {
                    byte[] code = code(hash);
                    out.writeBytes(Bytes.ofUnsignedInt(code.length).toArrayUnsafe());
                    out.writeBytes(code);
                }
                return out.toBytes();
            }
        }
    }

    private byte[] code(Bytes hash) {
        return store.read(Space.CODE, hash.toArrayUnsafe()).orElseThrow(
                () -> new StorageException("the code with hash " + hash + " is missing"));
    }

    /** A flat entry of the block. */
    private interface Visitor {
        void visit(byte[] key, byte[] value);
    }

    /** From the flat key {@code from} up to and with {@code to}; empty for no bound. */
    private void walk(byte[] from, byte[] to, Visitor visitor) {
        Optional<byte[]> start = Optional.of(from);
        while (start.isPresent()) {
            start = walkOn(start.get(), to, visitor);
        }
    }

    /** Until the end, or until a key has so many versions that it is better to seek the next. */
    private Optional<byte[]> walkOn(byte[] from, byte[] to, Visitor visitor) {
        byte[] key = new byte[0];
        byte[] value = new byte[0];
        int skipped = 0;
        try (Cursor cursor = store.scan(Space.HISTORY, from, new byte[0])) {
            while (cursor.hasNext()) {
                Entry entry = cursor.next();
                byte[] flat = Arrays.copyOf(entry.key(),
                        entry.key().length - StateKeys.VERSION_SIZE);
                if (!Arrays.equals(flat, key)) {
                    show(key, value, visitor);
                    if (to.length > 0 && Arrays.compareUnsigned(flat, to) > 0) {
                        return Optional.empty();
                    }
                    key = flat;
                    value = new byte[0];
                    skipped = 0;
                }
                if (StateKeys.blockOf(entry.key()) <= block) {
                    value = entry.value();
                }
                if (++skipped > VERSIONS_SKIPPED_MAX) {
                    value = store.floor(Space.HISTORY, StateKeys.version(key, block, -1))
                            .filter(e -> e.key().length == entry.key().length
                                    && Keys.startsWith(e.key(), flat))
                            .map(Entry::value).orElse(new byte[0]);
                    show(key, value, visitor);
                    return Optional.of(StateKeys.version(key, -1, -1));
                }
            }
        }
        show(key, value, visitor);
        return Optional.empty();
    }

    private static void show(byte[] key, byte[] value, Visitor visitor) {
        if (value.length > 0) {
            visitor.visit(key, value);
        }
    }

    /** A piece that is being filled. */
    private static final class Open {
        private Optional<Bytes> first = Optional.empty();
        private PieceWriter out = fresh();

        private static PieceWriter fresh() {
            PieceWriter out = new PieceWriter();
            out.write(ENTRIES);
            return out;
        }

        void add(byte[] key, byte[] value) {
            out.write(key.length);
            out.write(value.length >>> 8);
            out.write(value.length);
            out.writeBytes(key);
            out.writeBytes(value);
        }

        Piece close(byte[] last, Consumer<Bytes> content) {
            content.accept(out.toBytes());
            Piece piece = new Entries(first.orElseThrow(), Bytes.wrap(last));
            first = Optional.empty();
            out = fresh();
            return piece;
        }
    }
}
