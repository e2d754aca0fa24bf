package io.quorate.jsonrpc;

import io.quorate.execution.ReaderIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may call what, and how callers prove who they are.
 *
 * @param open to callers that do not say who they are
 * @param roles by name
 * @param clients roles by the subject (RFC 2253) of a client's TLS certificate
 * @param identities by that subject, or by a token's {@code sub}: accounts and organisations by which they read
 * @param tls empty: served without TLS
 * @param tokens empty: no token is taken
 */
public record Security(Grants open, Map<String, Grants> roles, Map<String, List<String>> clients,
        Map<String, ReaderIdentity> identities, Optional<Tls> tls, Optional<Tokens> tokens,
        Rates rates) {
    /** Everything to everybody, for a development network on this machine. */
    public static final Security DEVELOPMENT = openTo(Grants.ALL);

    public Security {
        roles = Map.copyOf(roles);
        clients = Map.copyOf(clients);
        identities = Map.copyOf(identities);
    }

    /** Nobody has an account or organisation. */
    public Security(Grants open, Map<String, Grants> roles, Map<String, List<String>> clients,
            Optional<Tls> tls, Optional<Tokens> tokens, Rates rates) {
        this(open, roles, clients, Map.of(), tls, tokens, rates);
    }

    public static Security openTo(Grants open) {
        return new Security(open, Map.of(), Map.of(), Optional.empty(), Optional.empty(),
                Rates.UNLIMITED);
    }

    /** All groups and methods that somebody may use. */
    public Set<String> named() {
        Set<String> names = new TreeSet<>(open.names());
        roles.values().forEach(grants -> names.addAll(grants.names()));
        return names;
    }

    /** By what somebody reads who proved to be {@code subject}. */
    public Optional<ReaderIdentity> identityOf(String subject) {
        return Optional.ofNullable(identities.get(subject));
    }

    /** What {@code names} allow together; a name that is no role allows nothing. */
    public Grants grantsOf(List<String> names) {
        return Grants.union(names.stream().map(name -> roles.getOrDefault(name, Grants.NONE))
                .toList());
    }

    /**
     * PEM files.
     *
     * @param clientAuthorities whose certificates clients may show; they need not show one
     */
    public record Tls(Path certificate, Path key, Optional<Path> clientAuthorities) {}

    /**
     * JSON Web Tokens (RFC 7519) in {@code Authorization: Bearer}; they must have {@code sub} and {@code exp}.
     *
     * @param secret for HS256, at least 32 bytes
     * @param publicKeys PEM, RSA for RS256 and P-256 for ES256
     * @param issuer that {@code iss} has to be, if given
     * @param audience that {@code aud} has to name, if given
     * @param rolesClaim the claim that names the caller's roles: a list or one text
     */
    public record Tokens(Optional<Path> secret, List<Path> publicKeys, Optional<String> issuer,
            Optional<String> audience, String rolesClaim) {
        public Tokens {
            publicKeys = List.copyOf(publicKeys);
        }
    }

    /**
     * Of one identity, or of one address where callers do not say who they are; 0 for no limit.
     *
     * @param perSecond requests, each of a batch counted; twice as many may come at once
     * @param concurrent requests under way, a batch counting as one
     */
    public record Rates(int perSecond, int concurrent) {
        public static final Rates UNLIMITED = new Rates(0, 0);
    }
}
