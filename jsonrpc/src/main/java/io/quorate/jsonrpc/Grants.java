package io.quorate.jsonrpc;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a caller may call.
 *
 * @param names of groups such as {@code debug}, of single methods, or {@code *} for all
 */
public record Grants(Set<String> names) {
    public static final Grants ALL = new Grants(Set.of("*"));
    public static final Grants NONE = new Grants(Set.of());
    /** What a client needs to read and to send; {@code rpc_modules} tells anybody what is open to it. */
    public static final Grants STANDARD = new Grants(Set.of("eth", "net", "web3"));

    public Grants {
        names = Set.copyOf(names);
    }

    /** Whatever one of {@code all} allows. */
    public static Grants union(Collection<Grants> all) {
        Set<String> names = new TreeSet<>();
        all.forEach(grants -> names.addAll(grants.names));
        return new Grants(names);
    }

    public boolean allows(String method) {
        return names.contains("*") || names.contains(method) || names.contains(group(method));
    }

    /** The group itself, or one method of it. */
    public boolean allowsSome(String group) {
        return names.contains("*") || names.contains(group)
                || names.stream().anyMatch(name -> name.startsWith(group + "_"));
    }

    private static String group(String method) {
        int end = method.indexOf('_');
        return end < 0 ? method : method.substring(0, end);
    }
}
