package io.quorate.genesis.keys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.genesis.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * An account's key behind a signing service: the {@code eth1} interface of web3signer, {@code GET
 * /api/v1/eth1/publicKeys} and {@code POST /api/v1/eth1/sign/{publicKey}}. The service hashes what it signs with
 * Keccak-256, so it can sign transactions, but no votes.
 */
public final class Web3Signer implements AccountKey {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long ANSWER_BYTES_MAX = 1 << 20;
    private static final int OK = 200;
    private static final int SIGNATURE_BYTES = 65;

    private final HttpClient http;
    private final URI url;
    private final Bytes publicKey;

    private Web3Signer(HttpClient http, URI url, Bytes publicKey) {
        this.http = http;
        this.url = url;
        this.publicKey = publicKey;
    }

    /**
     * The key of the address in the URL's fragment; without one the service must have one key alone. Fails with
     * {@link ConfigException}.
     */
    public static Web3Signer open(URI url) {
        HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT)
                .version(HttpClient.Version.HTTP_1_1).build();
        URI base = URI.create(url.toString().replaceAll("#.*|/+$", ""));
        List<Bytes> keys = keys(http, base);
        Optional<String> wanted = Optional.ofNullable(url.getFragment());
        List<Bytes> found = keys.stream()
                .filter(key -> wanted.isEmpty() || isOf(key, wanted.get())).toList();
        if (found.size() != 1) {
            throw new ConfigException("The signing service at " + base + " has " + keys.size()
                    + " keys, " + found.size() + " of them "
                    + wanted.map(address -> "of " + address).orElse("to choose from")
                    + "; expected one: name its account, as in " + base + "#0x…");
        }
        return new Web3Signer(http, base, found.getFirst());
    }

    private static boolean isOf(Bytes key, String address) {
        return Secp256k1.addressOf(key).toString().equals(address.toLowerCase(Locale.ROOT));
    }

    private static List<Bytes> keys(HttpClient http, URI base) {
        String answer = send(http, HttpRequest.newBuilder(
                URI.create(base + "/api/v1/eth1/publicKeys")).timeout(TIMEOUT).build());
        List<Bytes> keys = new ArrayList<>();
        try {
            for (JsonNode key : JSON.readTree(answer)) {
                keys.add(hex(base, key.asText(), Secp256k1.PUBLIC_KEY_SIZE));
            }
        } catch (JsonProcessingException e) {
            throw new ConfigException("The signing service at " + base
                    + " lists its keys in no JSON", e);
        }
        return keys;
    }

    @Override
    public Bytes publicKey() {
        return publicKey;
    }

    @Override
    public Bytes sign(Bytes data) {
        String body = JSON.createObjectNode().put("data", data.toHexString()).toString();
        Bytes signature = hex(url, send(http, HttpRequest.newBuilder(
                URI.create(url + "/api/v1/eth1/sign/" + publicKey.toHexString())).timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build()).strip(),
                SIGNATURE_BYTES);
        return Signatures.of(UInt256.of(signature.slice(0, UInt256.SIZE)),
                UInt256.of(signature.slice(UInt256.SIZE, UInt256.SIZE)), Keccak256.hash(data),
                publicKey);
    }

    private static Bytes hex(URI base, String text, int size) {
        String digits = text.replace("\"", "");
        if (digits.length() != 2 + 2 * size || !digits.matches("0x[0-9a-fA-F]*")) {
            throw new ConfigException("The signing service at " + base + " answered something"
                    + " other than " + size + " bytes in hexadecimal");
        }
        return Bytes.wrap(HexFormat.of().parseHex(digits.substring(2)));
    }

    private static String send(HttpClient http, HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.limiting(
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), ANSWER_BYTES_MAX));
            if (response.statusCode() != OK) {
                throw new ConfigException("The signing service answered " + request.uri()
                        + " with HTTP " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new ConfigException("No signing service answers at " + request.uri() + " (" + e
                    + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConfigException("interrupted", e);
        }
    }
}
