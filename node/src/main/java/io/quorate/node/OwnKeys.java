package io.quorate.node;

import io.quorate.bft.core.crypto.Signer;
import io.quorate.bft.net.TlsIdentity;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.genesis.BlsKey;
import io.quorate.genesis.NodeSettings;
import io.quorate.genesis.keys.KeyPlace;
import io.quorate.genesis.keys.Keys;
import io.quorate.genesis.keys.Passwords;

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

    Signer validator() {
        return Keys.validator(places.device().map(uri -> KeyPlace.of(uri, places.validatorKey()))
                .orElseGet(() -> new KeyPlace.InFile(places.validatorKey())), passwords);
    }

    BlsKey bls() {
        return Keys.bls(places.blsKey(), passwords);
    }

    TlsIdentity tls() {
        return Keys.tls(places.tlsCertificate(), places.tlsKey(), passwords);
    }

    /** Where the validator's key is, and its address: for messages. */
    String described(Signer validator) {
        return place() + " (address " + Secp256k1.addressOf(validator.publicKey()) + ")";
    }

    String place() {
        return places.device().orElseGet(() -> places.validatorKey().toString());
    }
}
