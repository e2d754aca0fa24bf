package io.quorate.node;

import io.quorate.bft.net.TlsIdentity;
import io.quorate.genesis.BlsKey;
import io.quorate.genesis.NodeSettings;
import io.quorate.genesis.keys.KeyPlace;
import io.quorate.genesis.keys.Keys;
import io.quorate.genesis.keys.NodeKey;
import io.quorate.genesis.keys.Passwords;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/**
 * The keys that a replica's settings name, wherever they are. All fail with {@link
 * io.quorate.genesis.ConfigException}, in one sentence for the operator.
 */
final class OwnKeys {
    private final NodeSettings.Keys places;
    private final Passwords passwords;

    OwnKeys(NodeSettings.Keys places) {
        this.places = places;
        this.passwords = Passwords.from(places.passwordFile(), System.getenv());
    }

    /** The one in use, then the one that is to take its place. */
    List<NodeKey> validators() {
        return Stream.concat(Stream.of(validator()), places.nextValidatorKey().stream()
                .map(file -> Keys.validator(new KeyPlace.InFile(file), passwords))).toList();
    }

    /** As {@link #validators}; there may be none. */
    List<BlsKey> blsKeys() {
        return Stream.concat(Stream.of(places.blsKey()).filter(Files::exists),
                places.nextBlsKey().stream()).map(file -> Keys.bls(file, passwords)).toList();
    }

    private NodeKey validator() {
        return Keys.validator(places.device().map(uri -> KeyPlace.of(uri, places.validatorKey()))
                .orElseGet(() -> new KeyPlace.InFile(places.validatorKey())), passwords);
    }

    TlsIdentity tls() {
        return Keys.tls(places.tlsCertificate(), places.tlsKey(), passwords);
    }

    /** Where the validator's key is, and its address: for messages. */
    String described(NodeKey validator) {
        return place() + " (address " + validator.address() + ")";
    }

    String place() {
        return places.device().orElseGet(() -> places.validatorKey().toString());
    }
}
