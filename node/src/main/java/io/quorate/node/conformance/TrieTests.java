package io.quorate.node.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.state.trie.MerklePatriciaTrie;
import io.quorate.state.trie.NodeSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.tuweni.bytes.Bytes;

/** TrieTests: the root after some insertions and removals; a map is tried in two orders. */
final class TrieTests implements TestFormat {
    /** A value without content removes the key. */
    private record Change(byte[] key, Optional<byte[]> value) {}

    @Override
    public Suite suite() {
        return Suite.TRIE;
    }

    @Override
    public boolean matches(Entry entry) {
        return entry.content().has("in") && entry.content().has("root");
    }

    @Override
    public List<CaseResult> run(Entry entry, Predicate<String> wantsFork) {
        boolean isSecure = entry.file().toLowerCase(Locale.ROOT).contains("secure");
        List<Change> changes = new ArrayList<>();
        JsonNode in = entry.content().path("in");
        if (in.isArray()) {
            in.forEach(pair -> changes.add(change(pair.get(0).asText(), pair.get(1), isSecure)));
        } else {
            in.properties()
                    .forEach(e -> changes.add(change(e.getKey(), e.getValue(), isSecure)));
        }
        Hash expected = FixtureHeader.hash(entry.content().path("root"));
        Optional<String> error = judge(changes, expected);
        if (in.isObject() && error.isEmpty()) {
            Collections.reverse(changes);
            error = judge(changes, expected);
        }
        return List.of(CaseResult.of(Suite.TRIE, entry.fullName(), "", error));
    }

    private static Optional<String> judge(List<Change> changes, Hash expected) {
        MerklePatriciaTrie trie = new MerklePatriciaTrie(NodeSource.EMPTY);
        changes.forEach(change -> change.value().ifPresentOrElse(
                value -> trie.put(change.key(), value), () -> trie.remove(change.key())));
        Hash root = trie.commit().root();
        return root.equals(expected) ? Optional.empty()
                : Optional.of("root is " + root + ", expected " + expected);
    }

    private static Change change(String key, JsonNode value, boolean isSecure) {
        byte[] keyBytes = isSecure ? Keccak256.hash(bytes(key)).toArray() : bytes(key);
        return new Change(keyBytes,
                value.isNull() ? Optional.empty() : Optional.of(bytes(value.asText())));
    }

    private static byte[] bytes(String text) {
        return text.startsWith("0x") ? Bytes.fromHexString(text).toArray()
                : text.getBytes(StandardCharsets.UTF_8);
    }
}
