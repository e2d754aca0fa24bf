package io.quorate.genesis;

import java.nio.file.Path;
import java.util.Optional;

/** Where the files of a network are under its directory. */
record ClusterLayout(Path dir) {
    Path genesisFile() {
        return dir.resolve("genesis.json");
    }

    Path replicaDir(int index) {
        return dir.resolve("replica-" + index);
    }

    Path configFile(int index) {
        return replicaDir(index).resolve("quorate.toml");
    }

    /** The key of the account that begins as the admin of the replica's organisation. */
    Path adminKey(int index) {
        return replicaDir(index).resolve("admin.key");
    }

    NodeSettings.Keys keys(int index) {
        return keysIn(replicaDir(index));
    }

    static NodeSettings.Keys keysIn(Path dir) {
        return new NodeSettings.Keys(dir.resolve("key"), Optional.empty(), dir.resolve("bls.key"),
                dir.resolve("tls.key"), dir.resolve("tls.crt"), Optional.empty(), Optional.empty(),
                Optional.empty(), NodeSettings.Keys.firstLogBeside(dir.resolve("key")));
    }
}
