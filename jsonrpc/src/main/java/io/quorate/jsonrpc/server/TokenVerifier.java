package io.quorate.jsonrpc.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.quorate.jsonrpc.Security;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies JSON Web Tokens (RFC 7519): HS256, RS256 and ES256, and of these only those that there is a key of, so that a
 * token cannot choose how it is verified. Safe for any thread.
 */
final class TokenVerifier {
    private static final int TOKEN_CHARS_MAX = 4_096;
    private static final int ROLES_MAX = 64;
    private static final int SECRET_BYTES_MIN = 32;
    private static final int RSA_BITS_MIN = 2_048;
    private static final int P256_BITS = 256;
    private static final int SKEW_SECONDS = 30;

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final String rolesClaim;

    private enum Algorithm {
        HS256, RS256, ES256
    }

    /** @param until when the token ends, with what clocks may differ */
    record Verified(String subject, List<String> roles, Instant until) {}

    private TokenVerifier(Map<Algorithm, List<Key>> keys, Security.Tokens tokens,
            InstantSource clock) {
        this.rolesClaim = tokens.rolesClaim();
        processor.setJWSKeySelector((header, _) -> {
            for (Algorithm algorithm : Algorithm.values()) {
                if (JWSAlgorithm.parse(algorithm.name()).equals(header.getAlgorithm())) {
                    return keys.getOrDefault(algorithm, List.of());
                }
            }
            return List.of();
        });
        JWTClaimsSet.Builder exact = new JWTClaimsSet.Builder();
        tokens.issuer().ifPresent(exact::issuer);
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                tokens.audience().orElse(null), exact.build(), Set.of("sub", "exp")) {
            @Override
            protected Date currentTime() {
                return Date.from(clock.instant());
            }
        };
        claims.setMaxClockSkew(SKEW_SECONDS);
        processor.setJWTClaimsSetVerifier(claims);
    }

    /** Fails with {@link IllegalArgumentException} that names the file whose key cannot be used. */
    static TokenVerifier of(Security.Tokens tokens, InstantSource clock) {
        Map<Algorithm, List<Key>> keys = new EnumMap<>(Algorithm.class);
        tokens.secret().ifPresent(file -> keys.put(Algorithm.HS256, List.of(secret(file))));
        for (Path file : tokens.publicKeys()) {
            PublicKey key = publicKey(file);
            keys.computeIfAbsent(key instanceof RSAPublicKey ? Algorithm.RS256 : Algorithm.ES256,
                    _ -> new ArrayList<>()).add(key);
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("tokens: there is neither a secret-file nor one of"
                    + " public-key-files, so that no token could be verified");
        }
        return new TokenVerifier(keys, tokens, clock);
    }

    Verified verify(String token) throws UnauthenticatedException {
        if (token.length() > TOKEN_CHARS_MAX) {
            throw new UnauthenticatedException(
                    "the token is longer than " + TOKEN_CHARS_MAX + " characters");
        }
        try {
            JWTClaimsSet claims = processor.process(token, null);
            return new Verified(claims.getSubject(), roles(claims), claims.getExpirationTime()
                    .toInstant().plusSeconds(SKEW_SECONDS));
        } catch (ParseException e) {
            throw new UnauthenticatedException("the token is no signed JSON Web Token", e);
        } catch (BadJOSEException | JOSEException e) {
            throw new UnauthenticatedException("the token is refused: " + e.getMessage(), e);
        }
    }

    private List<String> roles(JWTClaimsSet claims) throws UnauthenticatedException {
        Object value = claims.getClaim(rolesClaim);
        return switch (value) {
            case null -> List.of();
            case String one -> List.of(one);
            case List<?> many when many.size() <= ROLES_MAX
                    && many.stream().allMatch(String.class::isInstance) ->
                    many.stream().map(String.class::cast).toList();
            default -> throw new UnauthenticatedException("the token's claim " + rolesClaim
                    + " is neither a text nor a list of at most " + ROLES_MAX + " texts");
        };
    }

    /** Hexadecimal, as clients of the engine API keep theirs, or else the bytes of the text. */
    private static Key secret(Path file) {
        String text = read(file).strip();
        String digits = text.startsWith("0x") ? text.substring(2) : text;
        byte[] secret = digits.matches("([0-9a-fA-F]{2})+")
                ? HexFormat.of().parseHex(digits)
                : text.getBytes(StandardCharsets.UTF_8);
        if (secret.length < SECRET_BYTES_MIN) {
            throw new IllegalArgumentException(file + ": a secret for HS256 has at least "
                    + SECRET_BYTES_MIN + " bytes, this one has " + secret.length);
        }
        return new SecretKeySpec(secret, "HmacSHA256");
    }

    private static PublicKey publicKey(Path file) {
        String text = read(file);
        String begin = "-----BEGIN PUBLIC KEY-----";
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END PUBLIC KEY-----");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException(file + ": expected a public key in PEM (\"" + begin
                    + "\")");
        }
        X509EncodedKeySpec spec;
        try {
            spec = new X509EncodedKeySpec(
                    Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": the key is not base64", e);
        }
        for (String algorithm : List.of("RSA", "EC")) {
            try {
                PublicKey key = KeyFactory.getInstance(algorithm).generatePublic(spec);
                if (isStrong(key)) {
                    return key;
                }
            } catch (GeneralSecurityException _) {
                // of the other kind, perhaps
            }
        }
        throw new IllegalArgumentException(file + ": expected an RSA key of at least "
                + RSA_BITS_MIN + " bits or one of the curve P-256");
    }

    private static boolean isStrong(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= RSA_BITS_MIN;
            case ECPublicKey ec -> ec.getParams().getCurve().getField().getFieldSize() == P256_BITS;
            default -> false;
        };
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
