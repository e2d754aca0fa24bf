package io.quorate.node.doctor;

import io.quorate.jsonrpc.FindingCode;
import io.quorate.node.FolderFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the folders of replicas give away: why one cannot run, or would be refused by the others. */
final class FolderRules {
    private final Optional<FolderFacts.Identity> usual;

    FolderRules(List<ReplicaFacts> replicas) {
        Map<String, List<FolderFacts.Identity>> byContent = new HashMap<>();
        replicas.stream().flatMap(each -> each.folder().stream())
                .flatMap(folder -> folder.identity().stream())
                .forEach(each -> byContent.computeIfAbsent(content(each), _ -> new ArrayList<>())
                        .add(each));
        int most = byContent.values().stream().mapToInt(List::size).max().orElse(0);
        usual = byContent.values().stream().filter(same -> same.size() == most)
                .map(List::getFirst).findFirst().filter(_ -> most > 1 || byContent.size() == 1);
    }

    private static String content(FolderFacts.Identity identity) {
        return identity.chainId() + " " + identity.genesisHash() + " " + identity.rules();
    }

    List<Finding> of(ReplicaFacts replica) {
        List<Finding> found = new ArrayList<>();
        replica.folder().ifPresent(folder -> {
            identity(replica, folder).ifPresent(found::add);
            // A running replica tells by itself; its data may be elsewhere than its file says, by a variable.
            if (replica.isUp()) return;
            if (!folder.running()) stopped(replica, folder, found);
            certificates(replica, folder, found);
        });
        return found;
    }

    private Optional<Finding> identity(ReplicaFacts replica, FolderFacts folder) {
        if (folder.identity().isEmpty() || usual.isEmpty()) return Optional.empty();
        FolderFacts.Identity own = folder.identity().get();
        return difference(own, usual.get()).map(difference -> Finding.of(
                FindingCode.GENESIS_DIFFERS, replica, "Its genesis file " + own.file()
                        + " is not that of the others: " + difference + ".",
                own.file().equals(usual.get().file()) ? Finding.start(replica)
                        : "cp " + usual.get().file() + " " + own.file()));
    }

    /** The first field that differs, as replicas name it when they refuse each other. */
    private static Optional<String> difference(FolderFacts.Identity own,
            FolderFacts.Identity usual) {
        if (own.chainId() != usual.chainId()) {
            return Optional.of("chainId is " + own.chainId() + ", theirs is " + usual.chainId());
        }
        if (!own.genesisHash().equals(usual.genesisHash())) {
            return Optional.of("genesisHash is " + own.genesisHash() + ", theirs is "
                    + usual.genesisHash());
        }
        for (int i = 0; i < Math.min(own.rules().size(), usual.rules().size()); i++) {
            String mine = own.rules().get(i);
            String theirs = usual.rules().get(i);
            if (!mine.equals(theirs)) {
                return Optional.of("'" + mine + "', theirs has '" + theirs + "'");
            }
        }
        return Optional.empty();
    }

    private static void stopped(ReplicaFacts replica, FolderFacts folder, List<Finding> found) {
        boolean isKeyWrong = tls(replica, folder, found);
        folder.objection().filter(_ -> !isKeyWrong).ifPresent(why -> found.add(Finding.of(
                FindingCode.CONFIG_WRONG, replica, "It cannot start: " + why,
                "correct that, then " + Finding.start(replica))));
        FolderFacts.Room room = folder.room();
        if (room.minFreeBytes() > 0 && room.freeBytes() < room.minFreeBytes()) {
            found.add(Finding.of(FindingCode.DISK_FULL, replica, "It is stopped, and the disk of "
                    + folder.dataDir() + " has " + (room.freeBytes() >> 20)
                    + " MiB free; storage.min-free-mib is " + (room.minFreeBytes() >> 20) + ".",
                    "make room there, then " + Finding.start(replica)));
        }
        for (FolderFacts.Port port : folder.ports()) {
            port.objection().ifPresent(why -> found.add(why.toLowerCase(Locale.ROOT)
                    .contains("in use")
                            ? Finding.of(FindingCode.PORT_TAKEN, replica,
                                    "It is stopped, and another process listens on its "
                                            + port.setting() + ", " + port.endpoint() + ".",
                                    "ss -ltnp 'sport = :" + port.number()
                                            + "'   # who it is; stop that, or change "
                                            + port.setting())
                            : Finding.of(FindingCode.CONFIG_WRONG, replica, "Nobody can listen on"
                                    + " its " + port.setting() + ", " + port.endpoint() + ": "
                                    + why + ".",
                                    "correct " + port.setting() + " in "
                                            + replica.config().map(Object::toString)
                                                    .orElse("its settings"))));
        }
        stores(replica, folder, found);
    }

    private static boolean tls(ReplicaFacts replica, FolderFacts folder, List<Finding> found) {
        if (folder.tls().isEmpty()) return false;
        FolderFacts.TlsKey tls = folder.tls().get();
        if (tls.objection().isPresent()) {
            found.add(Finding.of(FindingCode.CERT_WRONG, replica, "Its TLS key cannot be used: "
                    + tls.objection().get() + ".",
                    "put the key and the certificate that belong"
                            + " together back in place of " + tls.file()));
            return true;
        }
        boolean isOther = tls.named().filter(named -> !named.equals(tls.shown())).isPresent();
        if (isOther) {
            found.add(Finding.of(FindingCode.CERT_WRONG, replica, "The key of " + tls.file()
                    + " has the fingerprint " + tls.shown() + ", but the genesis file names "
                    + tls.named().get() + " for it.",
                    "put the TLS key and certificate that the"
                            + " genesis file names back in place of " + tls.file()));
        }
        return isOther;
    }

    private static void stores(ReplicaFacts replica, FolderFacts folder, List<Finding> found) {
        String data = folder.dataDir().toString();
        switch (folder.chain().state()) {
            case DAMAGED -> found.add(Finding.of(FindingCode.DB_CORRUPT, replica,
                    "Its database is damaged: " + folder.chain().text() + ".",
                    "mv " + data + "/chain " + data + "/chain-damaged   # that folder alone; then "
                            + Finding.start(replica)));
            case OTHER_CHAIN -> found.add(Finding.of(FindingCode.GENESIS_DIFFERS, replica,
                    "Its data folder " + data + " is of another chain than its genesis file: "
                            + folder.chain().text() + ".",
                    "name the right genesis file or data"
                            + " folder, then " + Finding.start(replica)));
            case SOUND, ABSENT, NOT_READ -> {
                // nothing that keeps it from starting
            }
        }
        switch (folder.log().state()) {
            case DAMAGED -> found.add(Finding.of(FindingCode.LOG_CORRUPT, replica,
                    "Its ordering log is damaged: " + folder.log().text() + ".",
                    "mv " + data + "/ordering " + data
                            + "/ordering-damaged   # it goes on without a vote until the members"
                            + " name its new log"));
            case OTHER_CHAIN -> found.add(Finding.of(FindingCode.CONFIG_WRONG, replica,
                    "Its ordering log is another replica's: " + folder.log().text() + ".",
                    "name the right node.data-dir, then " + Finding.start(replica)));
            case ABSENT -> {
                if (!folder.log().text().isEmpty()) {
                    found.add(Finding.of(FindingCode.LEARNER, replica, "Its ordering log is gone:"
                            + " it would follow without a vote.",
                            "bring " + data
                                    + "/ordering back as it was, never from a backup; else see"
                                    + " docs/operating.md, When too many logs are lost"));
                }
            }
            case SOUND, NOT_READ -> {
                // nothing that keeps it from voting
            }
        }
    }

    private static void certificates(ReplicaFacts replica, FolderFacts folder,
            List<Finding> found) {
        for (FolderFacts.Certificate each : folder.certificates()) {
            long days = Math.floorDiv(each.secondsLeft(), TimeUnit.DAYS.toSeconds(1));
            if (each.secondsLeft() <= 0) {
                found.add(Finding.of(FindingCode.CERT_EXPIRED, replica, "The certificate "
                        + each.file() + " ended " + -days + " days ago.",
                        Certificates.mend(each.file().toString())));
            } else if (days < Certificates.WARNED_DAYS) {
                found.add(Finding.of(FindingCode.CERT_ENDING, replica, "The certificate "
                        + each.file() + " ends in " + days + " days.",
                        Certificates.mend(each.file().toString())));
            }
        }
    }

    /** Of TLS. */
    private static final class Certificates {
        static final long WARNED_DAYS = 7;

        private Certificates() {}

        static String mend(String file) {
            return "replace " + file + ", keeping its key: see docs/keys.md, Certificates that end";
        }
    }
}
