package io.quorate.node;

import io.quorate.bft.MemberId;
import io.quorate.bft.net.NetworkIdentity;
import io.quorate.bft.net.TlsIdentity;
import io.quorate.bft.runtime.LogUnusableException;
import io.quorate.bft.runtime.OrderingLogs;
import io.quorate.bft.wal.WalConfig;
import io.quorate.genesis.ConfigException;
import io.quorate.genesis.Endpoint;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.NodeSettings;
import io.quorate.genesis.ReplicaConfigFile;
import io.quorate.genesis.Validator;
import io.quorate.jsonrpc.Grants;
import io.quorate.node.access.AccessFile;
import io.quorate.state.storage.StorageException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Looks at what one replica has on its disk, as a start of it would, without starting it. What cannot be read is a fact
 * too, and no failure.
 */
public final class FolderReader {
    private final NodeSettings settings;
    private final Instant now;
    private Optional<String> objection = Optional.empty();

    private FolderReader(NodeSettings settings, Instant now) {
        this.settings = settings;
        this.now = now;
    }

    /** {@code config} is the replica's quorate.toml; variables in {@code environment} take the place of its keys. */
    public static FolderFacts read(Path config, Map<String, String> environment, Instant now) {
        try {
            return new FolderReader(ReplicaConfigFile.read(config, environment), now).facts();
        } catch (ConfigException e) {
            Path folder = config.toAbsolutePath().normalize().getParent();
            return new FolderFacts(Optional.of(config), folder.resolve("data"),
                    Optional.of(e.getMessage()), false, OptionalInt.empty(),
                    String.valueOf(folder.getFileName()), Optional.empty(), Optional.empty(),
                    Optional.empty(), List.of(), new FolderFacts.Room(0, 0), unread(), unread(),
                    List.of());
        }
    }

    /** Where there is no quorate.toml: the chain in {@code dataDir} alone. Fails where no genesis file is found. */
    public static FolderFacts readData(Path dataDir, Optional<Path> genesisFile) {
        Path file = GenesisPlace.of(dataDir, genesisFile);
        Genesis genesis = Genesis.read(file);
        boolean running = isRunning(dataDir);
        return new FolderFacts(Optional.empty(), dataDir, Optional.empty(), running,
                OptionalInt.empty(), dataDir.toString(), Optional.empty(),
                Optional.of(identity(file, genesis)), Optional.empty(), List.of(), room(dataDir, 0),
                running ? unread() : chain(dataDir, file), unread(), List.of());
    }

    private static FolderFacts.Store unread() {
        return new FolderFacts.Store(FolderFacts.Store.State.NOT_READ, "");
    }

    private FolderFacts facts() {
        boolean running = isRunning(settings.dataDir());
        Optional<Genesis> genesis = attempt(() -> Genesis.read(settings.genesisFile()));
        OptionalInt member = genesis.map(this::member).orElse(settings.member());
        Optional<Validator> validator = genesis.flatMap(read -> validator(read, member));
        return new FolderFacts(Optional.of(settings.configFile()), settings.dataDir(), objection,
                running, member,
                validator.map(Validator::name).orElseGet(() -> String
                        .valueOf(settings.configFile().getParent().getFileName())),
                settings.rpc().enabled() ? Optional.of(rpcUrl()) : Optional.empty(),
                genesis.map(read -> identity(settings.genesisFile(), read)),
                Optional.of(tls(validator)), certificates(),
                room(settings.dataDir(), (long) settings.storage().minFreeMib() << 20),
                running ? unread() : chain(settings.dataDir(), settings.genesisFile()),
                running || genesis.isEmpty() || member.isEmpty() ? unread()
                        : log(genesis.get(), member.getAsInt()),
                running ? List.of() : ports());
    }

    /** What the operator got wrong is one of the facts. */
    private interface Reading<T> {
        T read();
    }

    private <T> Optional<T> attempt(Reading<T> reading) {
        try {
            return Optional.of(reading.read());
        } catch (ConfigException | OperatorException e) {
            objection = objection.or(() -> Optional.of(e.getMessage()));
            return Optional.empty();
        }
    }

    private OptionalInt member(Genesis genesis) {
        if (settings.member().isPresent()) return settings.member();
        OwnKeys own = new OwnKeys(settings.keys());
        List<Validator> validators = genesis.quorate().validators();
        return attempt(own::validators).stream().flatMapToInt(keys -> IntStream
                .range(0, validators.size())
                .filter(i -> validators.get(i).publicKey().equals(keys.getFirst().publicKey())))
                .findFirst();
    }

    private static Optional<Validator> validator(Genesis genesis, OptionalInt member) {
        List<Validator> all = genesis.quorate().validators();
        return member.isPresent() && member.getAsInt() < all.size()
                ? Optional.of(all.get(member.getAsInt())) : Optional.empty();
    }

    private static FolderFacts.Identity identity(Path file, Genesis genesis) {
        NetworkIdentity identity = Orders.identity(genesis);
        return new FolderFacts.Identity(file, genesis.chainId(),
                genesis.block().block().hash().toString(),
                List.of(identity.rules().split("\n", -1)),
                genesis.quorate().validators().stream().map(Validator::name).toList(),
                genesis.quorate().slowReplicas());
    }

    /** Where settings give the number, the registry names the key, which is not looked up here. */
    private FolderFacts.TlsKey tls(Optional<Validator> validator) {
        Optional<String> named = settings.member().isPresent() ? Optional.empty()
                : validator.map(each -> Bytes32.wrap(each.tlsFingerprint()).toHexString());
        try {
            TlsIdentity own = new OwnKeys(settings.keys()).tls();
            return new FolderFacts.TlsKey(settings.keys().tlsCertificate(),
                    own.keyPin().toHexString(), named, Optional.empty());
        } catch (ConfigException e) {
            return new FolderFacts.TlsKey(settings.keys().tlsCertificate(), "", named,
                    Optional.of(e.getMessage()));
        }
    }

    private List<FolderFacts.Certificate> certificates() {
        List<FolderFacts.Certificate> found = new ArrayList<>();
        certificate("p2p", settings.keys().tlsCertificate()).ifPresent(found::add);
        settings.rpc().access().flatMap(file -> attempt(() -> AccessFile.read(file,
                new Grants(Set.copyOf(settings.rpc().groups())))))
                .flatMap(access -> access.security().tls())
                .flatMap(served -> certificate("rpc", served.certificate()))
                .ifPresent(found::add);
        return found;
    }

    /** Those in PKCS#12 are told of by the replica while it runs. */
    private Optional<FolderFacts.Certificate> certificate(String name, Path file) {
        try {
            X509Certificate read = TlsIdentity.loadCertificate(file);
            return Optional.of(new FolderFacts.Certificate(name, file,
                    Duration.between(now, read.getNotAfter().toInstant()).toSeconds()));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // tls() tells why
        }
    }

    private String rpcUrl() {
        Endpoint listen = settings.rpc().listen();
        boolean isAnywhere = listen.host().equals("0.0.0.0") || listen.host().equals("::");
        boolean isTls = settings.rpc().access().flatMap(file -> attempt(() -> AccessFile.read(file,
                new Grants(Set.of())))).flatMap(access -> access.security().tls()).isPresent();
        return (isTls ? "https" : "http") + "://"
                + new Endpoint(isAnywhere ? "127.0.0.1" : listen.host(), listen.port());
    }

    private static boolean isRunning(Path dataDir) {
        try {
            return DataDirLock.isHeld(dataDir);
        } catch (IOException _) {
            return false; // nobody can run on a folder that nobody can open
        }
    }

    /** Of the nearest folder that is there, since the first start makes the last one. */
    private static FolderFacts.Room room(Path dataDir, long minFree) {
        Path folder = dataDir.toAbsolutePath().normalize();
        while (!Files.isDirectory(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        return new FolderFacts.Room(DiskGuard.usableBytes(folder).getAsLong(), minFree);
    }

    private static FolderFacts.Store chain(Path dataDir, Path genesisFile) {
        if (!Files.isDirectory(dataDir.resolve("chain"))) {
            return new FolderFacts.Store(FolderFacts.Store.State.ABSENT, "");
        }
        try (ChainFolder chain = ChainFolder.open(dataDir, Optional.of(genesisFile))) {
            return new FolderFacts.Store(FolderFacts.Store.State.SOUND,
                    String.valueOf(chain.ledger().head().number()));
        } catch (OperatorException e) {
            String text = String.valueOf(e.getMessage());
            boolean isDamage = e.getCause() instanceof StorageException cause && cause.isDamage();
            return new FolderFacts.Store(isDamage ? FolderFacts.Store.State.DAMAGED
                    : text.contains("belongs to another chain")
                            ? FolderFacts.Store.State.OTHER_CHAIN
                            : FolderFacts.Store.State.NOT_READ,
                    e.getCause() instanceof StorageException cause
                            ? String.valueOf(cause.getMessage()) : text);
        } catch (ConfigException e) { // told of already
            return unread();
        }
    }

    private FolderFacts.Store log(Genesis genesis, int member) {
        WalConfig wal = WalConfig.in(settings.dataDir().resolve("ordering"));
        if (!OrderingLogs.exists(wal)) {
            return new FolderFacts.Store(FolderFacts.Store.State.ABSENT,
                    Files.exists(settings.keys().firstLog()) ? "" : "lost");
        }
        try {
            return new FolderFacts.Store(FolderFacts.Store.State.SOUND, OrderingLogs
                    .incarnation(wal, genesis.chainId(), new MemberId(member))
                    .map(Object::toString).orElse(""));
        } catch (LogUnusableException e) {
            return new FolderFacts.Store(
                    e.reason() == LogUnusableException.Reason.FOREIGN
                            ? FolderFacts.Store.State.OTHER_CHAIN
                            : e.reason() == LogUnusableException.Reason.DAMAGED
                                    ? FolderFacts.Store.State.DAMAGED
                                    : FolderFacts.Store.State.NOT_READ,
                    String.valueOf(e.getMessage()));
        } catch (io.quorate.bft.wal.StorageException e) {
            return new FolderFacts.Store(FolderFacts.Store.State.NOT_READ,
                    String.valueOf(e.getMessage()));
        }
    }

    private List<FolderFacts.Port> ports() {
        List<FolderFacts.Port> ports = new ArrayList<>();
        ports.add(port("p2p.port", settings.p2p().listen()));
        if (settings.rpc().enabled()) ports.add(port("rpc.port", settings.rpc().listen()));
        if (settings.metrics().enabled()) {
            ports.add(port("metrics.port", settings.metrics().listen()));
        }
        return ports;
    }

    /** Bound and let go at once: the only way to know. */
    private static FolderFacts.Port port(String setting, Endpoint at) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(at.host()), at.port()));
            return new FolderFacts.Port(setting, at.toString(), at.port(), Optional.empty());
        } catch (IOException e) {
            return new FolderFacts.Port(setting, at.toString(), at.port(),
                    Optional.of(String.valueOf(e.getMessage())));
        }
    }
}
