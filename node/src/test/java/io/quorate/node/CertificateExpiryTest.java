package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.quorate.genesis.KeyGenerator;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CertificateExpiryTest {
    private static final Instant END = Instant.parse("2030-06-01T12:00:00Z");

    /** A clock that the test turns. */
    private static final class Turned extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("only UTC here");
        }
    }

    @Test
    void warnsAtSixtyThirtyAndSevenDaysThenDaily() throws Exception {
        assertThat(warnedOn(certificate(), 90, 0)).containsExactly(60, 30, 7, 6, 5, 4, 3, 2, 1, 0);
        assertThat(warnedOn(certificate(), 40, 29)).containsExactly(40, 30); // a start warns at once
        assertThat(warnedOn(certificate(), 1, -2)).containsExactly(1, 0, -1, -2);
    }

    @Test
    void aCertificateWithoutAnEndIsLeftInPeace() {
        X509Certificate endless = new KeyGenerator(new SecureRandom())
                .newTlsKeyPair("r", "127.0.0.1").certificate();
        assertThat(warnedOn(endless, 90, -2)).isEmpty();
    }

    /** The days left at which a warning came, looking twice a day. */
    private static List<Integer> warnedOn(X509Certificate certificate, int from, int to) {
        Turned clock = new Turned();
        CertificateExpiry expiry = new CertificateExpiry(
                List.of(new CertificateExpiry.Watched("p2p", certificate)), new OperatorLog(0),
                clock);
        Logger logger = (Logger) LoggerFactory.getLogger("quorate");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Level level = logger.getLevel(); // another test may have left it anywhere
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
        try {
            List<Integer> days = new ArrayList<>();
            for (int day = from; day >= to; day--) {
                for (int half = 0; half < 2; half++) {
                    clock.now = END.minus(Duration.ofDays(day))
                            .minus(Duration.ofHours(12L - 12L * half));
                    int before = lines.list.size();
                    expiry.check();
                    if (lines.list.size() > before) {
                        days.add(day);
                        break;
                    }
                }
            }
            return days;
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(level);
        }
    }

    private static X509Certificate certificate() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=r");
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(name,
                        BigInteger.ONE, Date.from(Instant.EPOCH), Date.from(END), name,
                        pair.getPublic())
                        .build(new JcaContentSignerBuilder("Ed25519").build(pair.getPrivate())));
    }
}
