package io.quorate.bft.runtime;

import io.quorate.bft.Chunks;
import io.quorate.bft.core.Timeouts;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.net.KnownEpoch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** An epoch's configuration by the names of its parts, so that replicas that know another one can tell what differs. */
final class EpochLines {
    /** Longer ones of large committees are told by their hash. */
    private static final int NUMBERS_SHOWN_MAX = 100;

    private EpochLines() {}

    /** {@code epoch} is without what may differ from place to place. */
    static KnownEpoch of(EpochConfig epoch) {
        EpochConfig.Parameters p = epoch.parameters();
        List<Member> members = epoch.members();
        List<String> lines = new ArrayList<>();
        lines.add("start " + epoch.start().number());
        lines.add("c " + p.c());
        lines.add("window " + p.window());
        lines.add("segment " + p.segmentSlots());
        lines.add("limits.maxBatchBytes " + p.payloadBytesMax());
        lines.add("limits.maxInFlight " + p.inFlightMax());
        lines.add("limits.lanes " + p.lanes());
        lines.add("suite " + epoch.suite());
        lines.add("timers " + timers(p.timeouts()));
        lines.add("validators.count " + members.size());
        lines.add("validators.number " + numbers(members));
        lines.add("validators.publicKey " + hash(members, Member::publicKey));
        lines.add("validators.tlsFingerprint " + hash(members, Member::channel));
        lines.add("validators.incarnation " + hash(members, Member::incarnation));
        return new KnownEpoch(Bytes32.wrap(epoch.hash().toArray()), String.join("\n", lines));
    }

    private static String timers(Timeouts t) {
        return LongStream.of(t.rttMillis(), t.batchMillis(), t.progressMillis(),
                t.newViewMillis(), t.silenceMillis(), t.capMillis(), t.statusMillis(),
                t.idleStatusMillis(), t.retransmitMillis(), t.clockToleranceMillis())
                .mapToObj(String::valueOf).collect(Collectors.joining(","));
    }

    private static String numbers(List<Member> members) {
        String numbers = members.stream().map(member -> String.valueOf(member.id().number()))
                .collect(Collectors.joining(","));
        return numbers.length() <= NUMBERS_SHOWN_MAX ? numbers
                : hash(members, member -> Bytes.ofUnsignedInt(member.id().number()));
    }

    private static String hash(List<Member> members, Function<Member, Bytes> part) {
        return Chunks.hash(Bytes.concatenate(members.stream().map(part)
                .flatMap(one -> Stream.of(Bytes.ofUnsignedInt(one.size()), one))
                .toList())).bytes().toHexString();
    }
}
