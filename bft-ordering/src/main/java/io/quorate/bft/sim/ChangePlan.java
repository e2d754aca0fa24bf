package io.quorate.bft.sim;

import io.quorate.bft.MemberId;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;

/**
 * A change of members as operators would agree on it; an item of its number in the plans asks for it.
 *
 * @param joiners it waits until each of these said that it is ready
 */
record ChangePlan(UnaryOperator<List<Member>> members,
        UnaryOperator<EpochConfig.Parameters> parameters, Set<Integer> joiners) {
    ChangePlan {
        joiners = new TreeSet<>(joiners);
    }

    private static ChangePlan of(UnaryOperator<List<Member>> members, Set<Integer> joiners) {
        return new ChangePlan(members, UnaryOperator.identity(), joiners);
    }

    /** A validator that runs on machine {@code number} with its first key and log. */
    static Member member(int number) {
        return new Member(new MemberId(number), key(number, 0), Bytes.EMPTY,
                incarnation(number, 0));
    }

    /** The {@code version}-th key of that validator. */
    static Bytes key(int number, int version) {
        return Bytes.ofUnsignedLong(number + 1 + 1_000L * version);
    }

    /** That of the log on machine {@code number} after its disk was wiped so many times. */
    static Bytes incarnation(int number, int wipes) {
        return Bytes.concatenate(Bytes.ofUnsignedLong(number), Bytes.ofUnsignedLong(wipes));
    }

    static ChangePlan add(Integer... numbers) {
        return of(members -> {
            List<Member> more = new ArrayList<>(members);
            for (int number : numbers) {
                more.add(member(number));
            }
            more.sort(Comparator.comparing(Member::id));
            return more;
        }, Set.of(numbers));
    }

    static ChangePlan remove(Integer... numbers) {
        return of(members -> members.stream()
                .filter(member -> !Set.of(numbers).contains(member.id().number())).toList(),
                Set.of());
    }

    static ChangePlan replace(int out, int in) {
        return of(members -> add(in).members().apply(remove(out).members().apply(members)),
                Set.of(in));
    }

    static ChangePlan rotate(int number, int version) {
        return of(members -> members.stream().map(
                member -> member.id().number() == number ? member.withKey(key(number, version))
                        : member)
                .toList(),
                Set.of());
    }

    /** The validator asks to come back with the log that it began after its disk was wiped. */
    static ChangePlan rejoin(int number, int wipes) {
        return of(members -> members.stream().map(member -> member.id().number() == number
                ? member.withIncarnation(incarnation(number, wipes))
                : member).toList(), Set.of());
    }

    static ChangePlan slowReplicas(int c) {
        return new ChangePlan(UnaryOperator.identity(), parameters -> parameters.withC(c),
                Set.of());
    }
}
