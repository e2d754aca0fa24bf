package io.quorate.node;

import io.quorate.bft.core.crypto.KeySigner;
import io.quorate.bft.core.epoch.CommitteeKeys;
import io.quorate.bft.core.epoch.SecpKeys;
import io.quorate.bft.net.InMemoryNetwork;
import io.quorate.bft.net.Transport;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.genesis.DevAccounts;
import io.quorate.genesis.Endpoint;
import io.quorate.genesis.Validator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The validators of a development network. Their keys follow from their names, so that a resumed network has
 * the same ones without a file; like the accounts, they protect nothing.
 */
final class DevCommittee {
    private final List<Bytes> privateKeys;
    private final List<Validator> validators;

    DevCommittee(int replicas) {
        privateKeys = IntStream.range(0, replicas).mapToObj(DevCommittee::privateKey).toList();
        List<Validator> members = new ArrayList<>();
        for (int i = 0; i < replicas; i++) {
            Bytes publicKey = Secp256k1.publicKey(privateKeys.get(i));
            members.add(new Validator("replica-" + i, publicKey, Secp256k1.addressOf(publicKey),
                    new Endpoint("127.0.0.1", 0), Bytes32.leftPad(Bytes.ofUnsignedInt(i + 1L)),
                    seed("incarnation", i).slice(0, Validator.INCARNATION_SIZE), Optional.empty(),
                    "replica-" + i % DevAccounts.all().size()));
        }
        validators = List.copyOf(members);
    }

    private static Bytes privateKey(int replica) {
        return seed("validator", replica);
    }

    private static Bytes seed(String purpose, int replica) {
        return Keccak256.hash(("quorate dev " + purpose + " " + replica)
                .getBytes(StandardCharsets.US_ASCII)).bytes();
    }

    List<Validator> validators() {
        return validators;
    }

    CommitteeKeys keys(int replica) {
        return new SecpKeys(List.of(new KeySigner(privateKeys.get(replica))));
    }

    List<Transport> inMemoryTransports() {
        InMemoryNetwork network = new InMemoryNetwork(validators.size());
        return IntStream.range(0, validators.size()).mapToObj(network::transport).toList();
    }
}
