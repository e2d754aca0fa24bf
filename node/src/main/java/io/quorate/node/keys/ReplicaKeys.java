package io.quorate.node.keys;

import io.quorate.genesis.ConfigException;
import io.quorate.genesis.NodeSettings;
import io.quorate.genesis.SecretFile;
import io.quorate.genesis.keys.Passwords;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of one replica, or of a folder, as a whole. */
public final class ReplicaKeys {
    private static final int FILES_MAX = 1_000;

    private ReplicaKeys() {}

    /** What can be told without a password of the files that a replica's settings name. */
    public static List<KeyFacts> list(NodeSettings.Keys keys) {
        List<KeyFacts> found = new ArrayList<>();
        if (keys.device().isPresent()) {
            found.add(new KeyFacts(keys.device().get(), "PKCS#11 device", Map.of()));
        } else {
            found.add(KeyFacts.closed(keys.validatorKey()));
        }
        for (Path file : List.of(keys.blsKey(), keys.tlsKey(), keys.tlsCertificate())) {
            if (Files.exists(file)) {
                found.add(KeyFacts.closed(file));
            }
        }
        return found;
    }

    /** The same of all keys in a folder; other files are passed over. */
    public static List<KeyFacts> list(Path folder) {
        List<KeyFacts> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().limit(FILES_MAX)
                    .toList()) {
                try {
                    found.add(KeyFacts.closed(file));
                } catch (ConfigException _) { // no key
                }
            }
        } catch (IOException e) {
            throw new OperatorException(folder + " cannot be read: " + e.getMessage() + ".", e);
        }
        return found;
    }

    /**
     * Copies all of a replica's keys, each encrypted, into the new folder {@code to}. A key in a device stays there.
     *
     * @param known opens them
     * @param written encrypts the copies
     */
    public static List<Path> backup(NodeSettings.Keys keys, Passwords known, Passwords written,
            Path to) {
        if (Files.exists(to)) {
            throw new OperatorException(to + " exists already; name a new folder.");
        }
        char[] password = Passwords.ofNew(written, "the copies");
        KeyMaker maker = new KeyMaker(Optional.of(_ -> password.clone()));
        SecretFile.createDirectory(to);
        List<Path> copies = new ArrayList<>();
        if (keys.device().isEmpty()) {
            copies.add(to.resolve("key"));
            maker.convert(keys.validatorKey(), known, copies.getLast());
        }
        if (Files.exists(keys.blsKey())) {
            copies.add(to.resolve("bls.key"));
            maker.convert(keys.blsKey(), known, copies.getLast());
        }
        copies.add(to.resolve("tls.key"));
        maker.convertTls(keys.tlsCertificate(), keys.tlsKey(), known, copies.getLast());
        return copies;
    }

    /** Puts the copies of {@link #backup}, as they are, where a replica's settings say; nothing may be there. */
    public static List<Path> restore(Path from, NodeSettings.Keys keys) {
        List<Path> placed = new ArrayList<>();
        record Move(String copy, Path place) {}
        List<Move> moves = List.of(new Move("key", keys.validatorKey()),
                new Move("bls.key", keys.blsKey()), new Move("tls.key", keys.tlsKey())).stream()
                .filter(move -> Files.exists(from.resolve(move.copy()))).toList();
        if (moves.isEmpty()) {
            throw new OperatorException(from + " holds no copies of keys; expected key, bls.key"
                    + " and tls.key, as 'quorate keys backup' writes them.");
        }
        for (Move move : moves) {
            if (Files.exists(move.place())) {
                throw new OperatorException(move.place() + " exists already and is not"
                        + " overwritten. Move it away first; nothing was restored.");
            }
        }
        for (Move move : moves) {
            SecretFile.write(move.place(), SecretFile.readBytes(from.resolve(move.copy())));
            placed.add(move.place());
        }
        return placed;
    }
}
