package io.quorate.bft.core.epoch;

import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.HandOver;
import io.quorate.bft.SlotLinks;
import io.quorate.bft.core.EpochCertificates;
import io.quorate.bft.core.SlotRecords;
import io.quorate.bft.core.message.BlockCert;
import java.util.Optional;

/**
 * What a proof of a hand-over must show to whoever knows the epoch that it ends. Open to subclasses only so that tests
 * can show that a wrong rule is noticed; the product has one.
 */
public class HandOverRules {
    public static final HandOverRules PRODUCT = new HandOverRules();

    /** What a proof came to. */
    record Proven(EpochConfig next, BlockCert cert) {}

    /** In the order of cost, so that a lie is found before a signature is looked at. Empty if it proves nothing. */
    final Optional<Proven> check(EpochConfig from, HandOver proof, EpochCertificates certificates,
            SlotRecords records) {
        Optional<EpochConfig> next = decode(proof).filter(config -> follows(from, config));
        Optional<BlockCert> cert = next
                .flatMap(config -> certificates.read(proof, config.start()));
        boolean proves = cert.isPresent()
                && names(records.links(cert.get().digest(), proof.slotRecord())
                        .map(SlotLinks::nextSet), next.get())
                && isSigned(certificates, cert.get());
        return proves ? Optional.of(new Proven(next.get(), cert.get())) : Optional.empty();
    }

    private static Optional<EpochConfig> decode(HandOver proof) {
        try {
            return Optional.of(EpochConfig.decode(proof.next()));
        } catch (DecodeException _) {
            return Optional.empty();
        }
    }

    /** The number after, from a slot on at which that epoch may end. */
    protected boolean follows(EpochConfig from, EpochConfig next) {
        return next.number() == from.number() + 1 && next.start().isAfter(from.start())
                && next.start().number() % EpochChange.GRID == 0;
    }

    /** {@code named} is what the certified record says; empty if the certificate is not of that record. */
    protected boolean names(Optional<Digest> named, EpochConfig next) {
        return named.filter(next.hash()::equals).isPresent();
    }

    /** By a quorum of the epoch that ended. */
    protected boolean isSigned(EpochCertificates certificates, BlockCert cert) {
        return certificates.isGenuine(cert);
    }
}
