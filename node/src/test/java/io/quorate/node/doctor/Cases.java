package io.quorate.node.doctor;

import io.quorate.node.FolderFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Makes facts of a network of four, of which a test changes what it is about. */
final class Cases {
    static final List<String> RULES = List.of("c 0", "window 64");

    private Cases() {}

    static String name(int number) {
        return "replica-" + number;
    }

    private static Map<Integer, String> names() {
        return Map.of(0, name(0), 1, name(1), 2, name(2), 3, name(3));
    }

    /** One of four that runs, with links to these. */
    static Live live(int number, Integer... connected) {
        return new Live(number, Set.copyOf(Arrays.asList(connected)));
    }

    /** What a running replica answers; each method gives the same with one thing changed. */
    record Live(LiveFacts facts) {
        Live(int number, Set<Integer> connected) {
            this(new LiveFacts(number, "0.1.0", 7, "ok", 10, 10, 0, OptionalInt.of(0),
                    List.of(0, 1, 2, 3), 3, 4, connected, 0, Optional.of("0xaa"),
                    Optional.of("0xbb"), List.of(), OptionalInt.of(0), names()));
        }

        Live blocks(long before, long now) {
            return with(facts.status(), before, now, facts.members(), 0, facts.genesisHash(),
                    facts.blockHashAt(), facts.findings());
        }

        Live clock(long offset) {
            return with(facts.status(), 10, 10, facts.members(), offset, facts.genesisHash(),
                    facts.blockHashAt(), facts.findings());
        }

        Live status(String status) {
            return with(status, 10, 10, facts.members(), 0, facts.genesisHash(),
                    facts.blockHashAt(), facts.findings());
        }

        Live members(Integer... members) {
            return with(facts.status(), 10, 10, List.of(members), 0, facts.genesisHash(),
                    facts.blockHashAt(), facts.findings());
        }

        Live genesis(String hash) {
            return with(facts.status(), 10, 10, facts.members(), 0, Optional.of(hash),
                    facts.blockHashAt(), facts.findings());
        }

        Live block(String hash) {
            return with(facts.status(), 10, 10, facts.members(), 0, facts.genesisHash(),
                    Optional.of(hash), facts.findings());
        }

        Live tells(String code, int about, String text) {
            List<LiveFacts.Told> more = new ArrayList<>(facts.findings());
            more.add(new LiveFacts.Told(code,
                    about < 0 ? OptionalInt.empty() : OptionalInt.of(about), text, "do it"));
            return with(facts.status(), 10, 10, facts.members(), 0, facts.genesisHash(),
                    facts.blockHashAt(), more);
        }

        private Live with(String status, long before, long now, List<Integer> members,
                long offset, Optional<String> genesis, Optional<String> hash,
                List<LiveFacts.Told> findings) {
            return new Live(new LiveFacts(facts.number(), facts.version(), facts.protocol(),
                    status, before, now, facts.epoch(), facts.leader(), members,
                    members.size() == 4 ? 3 : 4, members.size(), facts.connected(), offset,
                    genesis, hash, findings, facts.waiting(), facts.names()));
        }

        ReplicaFacts asked() {
            return new ReplicaFacts(OptionalInt.of(facts.number()), name(facts.number()),
                    Optional.of("http://10.0.0." + facts.number()), Optional.of(facts),
                    Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /** One that was asked and did not answer; nothing else is known. */
    static ReplicaFacts silent(int number) {
        return new ReplicaFacts(OptionalInt.of(number), name(number),
                Optional.of("http://10.0.0." + number), Optional.empty(),
                Optional.of("connection refused"), Optional.empty(), Optional.empty());
    }

    /** All four, with links to all. */
    static List<ReplicaFacts> whole() {
        return IntStream.range(0, 4).mapToObj(i -> {
            Set<Integer> others = new TreeSet<>(Set.of(0, 1, 2, 3));
            others.remove(i);
            return new Live(i, others).asked();
        }).toList();
    }

    /** A folder of a stopped replica in which all is well; each method gives the same with one thing changed. */
    record Folder(FolderFacts facts) {
        static Folder of(int number) {
            Path dir = Path.of("net", name(number));
            return new Folder(new FolderFacts(Optional.of(dir.resolve("quorate.toml")),
                    dir.resolve("data"), Optional.empty(), false, OptionalInt.of(number),
                    name(number), Optional.of("http://10.0.0." + number),
                    Optional.of(identity(dir, 1, "0xaa", RULES)),
                    Optional.of(new FolderFacts.TlsKey(dir.resolve("tls.crt"), "0x11",
                            Optional.of("0x11"), Optional.empty())),
                    List.of(new FolderFacts.Certificate("p2p", dir.resolve("tls.crt"),
                            86_400_000)),
                    new FolderFacts.Room(9L << 30, 256 << 20),
                    store(FolderFacts.Store.State.SOUND, "10"),
                    store(FolderFacts.Store.State.SOUND, "0x01"),
                    List.of(new FolderFacts.Port("p2p.port", "127.0.0.1:30303", 30_303,
                            Optional.empty()))));
        }

        static FolderFacts.Identity identity(Path dir, long chainId, String hash,
                List<String> rules) {
            return new FolderFacts.Identity(dir.resolve("genesis.json"), chainId, hash, rules,
                    List.of(name(0), name(1), name(2), name(3)), 0);
        }

        static FolderFacts.Store store(FolderFacts.Store.State state, String text) {
            return new FolderFacts.Store(state, text);
        }

        Folder running() {
            return with(Optional.empty(), true, facts.identity(), facts.tls(),
                    facts.certificates(), facts.room(), facts.chain(), facts.log(), List.of());
        }

        Folder objection(String why) {
            return with(Optional.of(why), false, facts.identity(), facts.tls(),
                    facts.certificates(), facts.room(), facts.chain(), facts.log(), facts.ports());
        }

        Folder identity(long chainId, String hash, List<String> rules) {
            return with(facts.objection(), facts.running(),
                    Optional.of(identity(facts.dataDir().getParent(), chainId, hash, rules)),
                    facts.tls(), facts.certificates(), facts.room(), facts.chain(), facts.log(),
                    facts.ports());
        }

        Folder tls(String shown, Optional<String> objection) {
            return with(facts.objection(), false, facts.identity(),
                    Optional.of(new FolderFacts.TlsKey(Path.of("tls.crt"), shown,
                            Optional.of("0x11"), objection)),
                    facts.certificates(), facts.room(), facts.chain(), facts.log(), facts.ports());
        }

        Folder certificateFor(long seconds) {
            return with(facts.objection(), false, facts.identity(), facts.tls(), List.of(
                    new FolderFacts.Certificate("rpc", Path.of("rpc.crt"), seconds)), facts.room(),
                    facts.chain(), facts.log(), facts.ports());
        }

        Folder free(long bytes) {
            return with(facts.objection(), false, facts.identity(), facts.tls(),
                    facts.certificates(), new FolderFacts.Room(bytes, 256 << 20), facts.chain(),
                    facts.log(), facts.ports());
        }

        Folder chain(FolderFacts.Store.State state) {
            return with(facts.objection(), false, facts.identity(), facts.tls(),
                    facts.certificates(), facts.room(), store(state, "why"), facts.log(),
                    facts.ports());
        }

        Folder log(FolderFacts.Store.State state, String text) {
            return with(facts.objection(), false, facts.identity(), facts.tls(),
                    facts.certificates(), facts.room(), facts.chain(), store(state, text),
                    facts.ports());
        }

        Folder port(String objection) {
            return with(facts.objection(), false, facts.identity(), facts.tls(),
                    facts.certificates(), facts.room(), facts.chain(), facts.log(),
                    List.of(new FolderFacts.Port("rpc.port", "127.0.0.1:8545", 8_545,
                            Optional.of(objection))));
        }

        private Folder with(Optional<String> objection, boolean running,
                Optional<FolderFacts.Identity> identity, Optional<FolderFacts.TlsKey> tls,
                List<FolderFacts.Certificate> certificates, FolderFacts.Room room,
                FolderFacts.Store chain, FolderFacts.Store log, List<FolderFacts.Port> ports) {
            return new Folder(new FolderFacts(facts.config(), facts.dataDir(), objection, running,
                    facts.member(), facts.name(), facts.rpcUrl(), identity, tls, certificates,
                    room, chain, log, ports));
        }

        /** It was asked too, and did not answer. */
        ReplicaFacts replica() {
            return new ReplicaFacts(facts.member(), facts.name(), facts.rpcUrl(),
                    Optional.empty(), Optional.of("connection refused"), Optional.of(facts),
                    Optional.empty());
        }
    }

    static Report judged(List<ReplicaFacts> replicas) {
        return Diagnosis.of(new Facts(replicas, 2_000, Set.of(), List.of()));
    }

    static Report judged(ReplicaFacts... replicas) {
        return judged(List.of(replicas));
    }
}
